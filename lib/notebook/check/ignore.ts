import type { Notebook } from "../format.ts";
import { rulesIgnoredBy } from "../ignore_comment.ts";
import type { NotebookAnalysis } from "./analysis.ts";
import { type Finding, type Rule, RULES } from "./diagnostic.ts";

/** What cells have switched off, with `// denobook-ignore rule` or, in prose, `<!-- denobook-ignore rule -->`. */
export interface Ignored {
  /** Whether a finding is in a cell that does not want to hear of it. */
  has(finding: Finding): boolean;
  /** The findings about the comments themselves: a rule that there is not. */
  readonly findings: readonly Finding[];
}

/** Reads which rules the cells of a notebook have switched off. */
export function ignoredRules(
  { cells }: Notebook,
  analysis: NotebookAnalysis,
): Ignored {
  const comments = analysis.cells.flatMap(({ index, syntax }) =>
    (syntax?.comments ?? []).map((comment) => ({ ...comment, cell: index }))
  );
  const prose = cells.flatMap((cell, index) =>
    cell.cell_type === "markdown"
      ? [...cell.source.matchAll(/<!--([^]*?)-->/g)]
        .map((match) => ({ value: match[1], start: match.index, cell: index }))
      : []
  );
  const ignored = new Map<number, Set<string>>();
  const everything = new Map<number, Set<string>>();
  const findings: Finding[] = [];
  for (const { value, start, cell } of [...comments, ...prose]) {
    const lint = value.match(/^[\s*]*deno-lint-ignore-file\b([\w\s,-]*)/);
    if (lint) {
      const rules = lint[1].split("--")[0].split(/[\s,]+/).filter(Boolean);
      everything.set(cell, new Set(rules));
    }
    for (const name of rulesIgnoredBy(value) ?? []) {
      if (Object.hasOwn(RULES, name) && canBeIgnored(name as Rule)) {
        ignored.set(cell, (ignored.get(cell) ?? new Set()).add(name));
      } else {
        findings.push({
          code: "unknown-rule",
          message: `There is no rule '${name}' that a cell can switch off`,
          cell,
          offset: start,
        });
      }
    }
  }
  return {
    has: ({ cell = -1, code }) => {
      if (ignored.get(cell)?.has(code)) return true;
      const rules = everything.get(cell);
      return rules !== undefined && /^[a-z]/.test(code) &&
        !Object.hasOwn(RULES, code) && (rules.size === 0 || rules.has(code));
    },
    findings,
  };
}

function canBeIgnored(rule: Rule): boolean {
  return rule !== "file" && rule !== "syntax" && rule !== "unknown-rule";
}
