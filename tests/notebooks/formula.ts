/**
 * Formulas as the notebooks write them, turned into expressions that a notebook's kernel can evaluate, so that a test
 * can ask whether a formula is true of the numbers around it.
 *
 * The TeX is the little that the notebooks use. Names become those of the code: `\mathrm{out}_{h1}` is `out_h1`,
 * `w_5` is `w5`, `w_5^{+}` is `next.w5`, `w^{+}` is `next_w`, and `\frac{\partial E_{o1}}{\partial \mathrm{out}_{h1}}` is `dEo1_dout_h1`.
 * What stands side by side is multiplied.
 *
 * Some of what a formula says is not in its value: `\frac{\partial \mathrm{net}_{o1}}{\partial w_5}` also says that w5
 * leads to o1, and a colour says which factor of the chain rule it is. Each such claim becomes an equation of its own.
 *
 * @module
 */

import { type Factor, factorColours } from "../../lib/figures/mod.ts";

const TOKEN =
  /\\[a-zA-Z]+|\\.|[A-Za-z]|\d+(?:\.\d+)?|#[0-9a-f]{6}|[-+=()/{}_^,|]/gy;
const SPACES = new Set(["\\,", "\\;", "\\quad"]);
const FUNCTIONS = new Set(["σ", "relu"]);
const GREEK: Record<string, string> = {
  "\\eta": "η",
  "\\sigma": "σ",
  "\\delta": "delta",
};

/**
 * The equations in a formula.
 *
 * @param tex The formula, without dollars. Equations are set apart by `\qquad`.
 * @returns For each equation its sides, as TypeScript expressions. A formula without `=` has none.
 * @throws {SyntaxError} If the formula uses more of TeX than is known here.
 */
export function equationsOf(tex: string): string[][] {
  // Where an equation is broken into lines is no matter to it.
  const line = tex.replace(/\\(begin|end)\{aligned\}|\\\\|&|\{\}/g, " ");
  return line.split("\\qquad").flatMap((part) => {
    const parser = new Parser(tokenize(part));
    return [parser.sides(), ...parser.claims];
  }).filter((sides) => sides.length > 1);
}

function tokenize(tex: string): string[] {
  const tokens: string[] = [];
  for (let at = 0; at < tex.length;) {
    if (/\s/.test(tex[at])) {
      at++;
      continue;
    }
    TOKEN.lastIndex = at;
    const [token] = TOKEN.exec(tex) ?? [];
    if (token === undefined) {
      throw new SyntaxError(`Cannot read the formula ${tex}: ${tex.slice(at)}`);
    }
    at = TOKEN.lastIndex;
    if (!SPACES.has(token)) tokens.push(token);
  }
  return tokens;
}

class Parser {
  /** What the formula says besides its value, as equations. */
  readonly claims: string[][] = [];
  readonly #tokens: string[];

  constructor(tokens: string[]) {
    this.#tokens = tokens;
  }

  sides(): string[] {
    const sides = [this.#sum()];
    while (this.#skip("=")) sides.push(this.#sum());
    if (this.#tokens.length > 0) {
      throw new SyntaxError(
        `Cannot read the formula: unexpected ${this.#tokens[0]}`,
      );
    }
    return sides;
  }

  #sum(): string {
    let text = this.#skip("-") ? `-${this.#product()}` : this.#product();
    while (this.#next("+", "-")) {
      text += ` ${this.#take()} ${this.#product()}`;
    }
    return text;
  }

  #product(): string {
    const factors = [this.#power()];
    const ends = ["+", "-", "=", ")", "}", "|"];
    while (this.#tokens.length > 0 && !this.#next(...ends)) {
      this.#skip("\\cdot");
      factors.push(this.#power());
    }
    return factors.join(" * ");
  }

  #power(): string {
    const base = this.#factor();
    if (!this.#skip("^")) return base;
    const exponent = this.#group();
    return base === "e" ? `Math.exp(${exponent})` : `${base} ** ${exponent}`;
  }

  #factor(): string {
    if (this.#skip("(")) {
      const inner = this.#sum();
      this.#expect(")");
      return `(${inner})`;
    }
    if (this.#skip("|")) {
      const inner = this.#sum();
      this.#expect("|");
      return `Math.abs(${inner})`;
    }
    if (this.#skip("\\Delta")) return `Δ${this.#name()}`;
    if (this.#skip("\\textcolor")) {
      const colour = this.#colour();
      const inner = this.#group();
      this.claims.push([`"${colour}"`, colourOf(inner)]);
      return `(${inner})`;
    }
    if (this.#skip("\\tfrac")) {
      // TeX takes the digits of \tfrac12 one by one.
      const [top, bottom] = this.#take();
      return `(${top} / ${bottom})`;
    }
    if (this.#skip("\\frac")) {
      if (this.#tokens[1] === "\\partial") return this.#derivative();
      return `((${this.#group()}) / (${this.#group()}))`;
    }
    if (this.#next("\\partial")) return this.#slashDerivative();
    if (/^\d/.test(this.#tokens[0])) return this.#take();
    const name = this.#name();
    if (FUNCTIONS.has(name)) {
      this.#expect("(");
      const inner = this.#sum();
      this.#expect(")");
      return `${name}(${inner})`;
    }
    return name;
  }

  #derivative(): string {
    this.#expect("{", "\\partial");
    const top = this.#name();
    this.#expect("}", "{", "\\partial");
    const bottom = this.#name();
    this.#expect("}");
    return this.#derivativeName(top, bottom);
  }

  #slashDerivative(): string {
    this.#expect("\\partial");
    const top = this.#name();
    this.#expect("/", "\\partial");
    return this.#derivativeName(top, this.#name());
  }

  /** `dE_dw5` for E_total by w5, `dEo1_dout_h1` for E_o1 by out_h1, `dout_dnet_o1` for out_o1 by net_o1. */
  #derivativeName(top: string, bottom: string): string {
    const [quantity, neuron] = top.split("_");
    if (quantity === "E") {
      const whose = neuron === undefined || neuron === "total" ? "" : neuron;
      return `dE${whose}_d${bottom}`;
    }
    // The name leaves out whose quantity it is: that of the neuron that the other one names, or leads to.
    this.claims.push([
      `"${neuron}"`,
      quantity === "net"
        ? `pass.weights.${bottom}.to`
        : `"${bottom.replace("net_", "")}"`,
    ]);
    return `d${quantity}_d${bottom}`;
  }

  /** A symbol with its index: letters join theirs (`w5`), words are set off from it (`out_h1`). */
  #name(): string {
    const token = this.#take();
    const word = token === "\\mathrm" ? this.#word() : undefined;
    const base = word ?? GREEK[token] ?? token;
    let joined = base;
    if (this.#skip("_")) {
      const index = this.#next("{") ? this.#word() : this.#take();
      joined = /^\d+$/.test(index) ? `${base}${index}` : `${base}_${index}`;
    }
    if (this.#tokens[0] === "^" && this.#tokens[2] === "+") {
      this.#expect("^", "{", "+", "}");
      return joined === "w" ? "next_w" : `next.${joined}`;
    }
    return joined;
  }

  /** The letters and digits between braces. */
  #word(): string {
    this.#expect("{");
    let word = "";
    while (!this.#skip("}")) {
      word += this.#skip("\\mathrm") ? this.#word() : this.#take();
    }
    return word;
  }

  #group(): string {
    if (!this.#skip("{")) return this.#take();
    const inner = this.#sum();
    this.#expect("}");
    return inner;
  }

  #colour(): string {
    this.#expect("{");
    const colour = this.#take();
    this.#expect("}");
    return colour;
  }

  #next(...tokens: string[]): boolean {
    return tokens.includes(this.#tokens[0]);
  }

  #skip(token: string): boolean {
    if (this.#tokens[0] !== token) return false;
    this.#tokens.shift();
    return true;
  }

  #take(): string {
    const token = this.#tokens.shift();
    if (token === undefined) {
      throw new SyntaxError("Cannot read the formula: it ends too early");
    }
    return token;
  }

  #expect(...tokens: string[]): void {
    for (const token of tokens) {
      const found = this.#take();
      if (found !== token) {
        throw new SyntaxError(
          `Cannot read the formula: expected ${token}, found ${found}`,
        );
      }
    }
  }
}

/**
 * An expression for the colour that the palette gives a factor of the chain rule: by the name that the code has for it, or
 * else by its value, which is then one of the factors of some weight of `pass`.
 */
function colourOf(expression: string): string {
  if (!/^\w+$/.test(expression)) {
    const factors = JSON.stringify(
      Object.keys(factorColours).map((name) => [
        name,
        hexOf(name as Factor),
      ]),
    );
    return `((value) => ${factors}.find(([factor]) => Object.values(pass.weights)
      .some((weight) => Math.abs(weight[factor] - value) < 1e-12))?.[1] ?? "none")(${expression})`;
  }
  return JSON.stringify(hexOf(
    expression.startsWith("dE")
      ? "dCost_dActivation"
      : expression.startsWith("dout")
      ? "dActivation_dNet"
      : "dNet_dWeight",
  ));
}

function hexOf(factor: Factor): string {
  return factorColours[factor].match(/#\w+/)![0];
}
