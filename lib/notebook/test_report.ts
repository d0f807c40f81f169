/**
 * What the kernel says of the tests in a cell. It runs them behind the cell and writes its report to the process's
 * stdout. There stands also what it had held back until then: what child processes wrote that inherited stdout.
 *
 * @module
 */

import type { ErrorOutput, Output } from "./format.ts";

/** How the tests of a cell went. */
export interface TestCount {
  readonly passed: number;
  readonly failed: number;
}

/** A test that does nothing, at which the kernel gives out the text that it holds back. */
export const FLUSH_TEST = "denobook: give out what is held back";

const HELD = /-+ pre-test output -+\n([^]*?)-+ pre-test output end -+\n/;
const SUMMARY =
  /^(?:ok|FAILED) \| (\d+) passed(?: \([^)]*\))? \| (\d+) failed/gm;

/** A report without what differs from run to run: how long each test took. */
export function withoutTimes(report: string): string {
  return report.replace(/ \(\d+(?:\.\d+)?(?:µs|ms|s|m\d*s?)\)/g, "");
}

/** Takes the text that was held back out of the frame that the kernel puts around it. */
export function withoutFrame(text: string): string {
  return text.replace(HELD, "$1");
}

/** The text that was held back, of a report on {@linkcode FLUSH_TEST} alone. */
export function heldText(report: string): string {
  return report.match(HELD)?.[1] ?? "";
}

/** How the tests in a report went, or nothing if it is none. */
export function countTests(report: string): TestCount | undefined {
  const summaries = [...report.matchAll(SUMMARY)];
  if (summaries.length === 0) return undefined;
  const sum = (group: number) =>
    summaries.reduce((total, match) => total + Number(match[group]), 0);
  return { passed: sum(1), failed: sum(2) };
}

/** What is said of a cell whose tests failed, of which a report stands among its outputs, its frames placed. */
export function failedTests(
  { passed, failed }: TestCount,
  outputs: readonly Output[],
): ErrorOutput {
  const report = outputs.map((output) =>
    output.output_type === "stream" ? output.text : ""
  ).join("");
  const failures = [
    ...report.slice(report.lastIndexOf(" FAILURES "))
      .matchAll(/^(.+) => (\S+:\d+:\d+)$/gm),
  ];
  const names = failures.map(([, name]) => name).join(", ");
  const evalue = `${failed} of ${passed + failed} tests failed` +
    (names && `: ${names}`);
  return {
    output_type: "error",
    ename: "TestFailure",
    evalue,
    traceback: [
      `TestFailure: ${evalue}`,
      ...failures.map(([, , place]) => `    at ${place}`),
    ],
  };
}
