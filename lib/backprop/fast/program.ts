import { type ActivationName, LEAK } from "../activation.ts";
import type { FlatTraining } from "./flat.ts";
import { logisticSource, type Otherwise } from "./sigmoid.ts";

/**
 * The program of a training: the body of a function that is given what the training knows and returns a
 * `Program` of `generate.ts`.
 *
 * In layer l, `w{l}_{j}_{i}` is the weight from neuron i to neuron j, `b` a bias, `a` an activation, `d` a delta,
 * `r` a delta times the learning rate; `g` before a parameter is its gradient added up over a batch, `v` its velocity;
 * `a0_{i}` is an input and `t{j}` a target.
 */
export function programOf(flat: FlatTraining): string {
  const { batch, examples, learningRate, mean, velocities } = flat;
  const count = examples.length;
  const parameters = parameterNames(flat);
  const moved = velocities ? parameters.map((name) => `v${name}`) : [];
  const load = [
    ...parameters.map((name, k) => `let ${name} = parameters[${k}];`),
    ...moved.map((name, k) => `let ${name} = velocities[${k}];`),
  ];
  const forward = [
    ...forwardOf(flat, (net) => `at.missing = ${net}; break run;`),
    `sum += ${costOf(flat)};`,
  ];
  const step = batch === 1
    ? eachExample(flat, "start", "start + 1", [
      ...forward,
      ...backwardOf(flat),
      ...(velocities ? [] : ratesOf(flat)),
      ...changesOf(flat, (name, gradient, scaled) =>
        velocities ? moveOf(flat, name, gradient) : `${name} -= ${scaled};`),
    ])
    : [
      `const end = Math.min(start + ${batch}, ${count});`,
      `const rate = ${learningRate}${mean ? " / (end - start)" : ""};`,
      ...changesOf(flat, (name) => `let g${name} = 0;`),
      ...eachExample(flat, "start", "end", [
        ...forward,
        ...backwardOf(flat),
        ...changesOf(flat, (name, gradient) => `g${name} += ${gradient};`),
      ]),
      ...changesOf(flat, (name) => moveOf(flat, name, `g${name}`)),
    ];
  return [
    `"use strict";`,
    `const { parameters, velocities, inputs, targets, table, logistic } = known;`,
    `const { of, derivative } = known.cost;`,
    `const cancels = known.cost.cancels?.[known.output];`,
    `const rate = ${learningRate};`,
    `return {`,
    `train(costs, at, to) {`,
    ...load,
    `let { epoch, start, total } = at;`,
    `run: for (; epoch < to; epoch++) {`,
    `for (; start < ${count}; start += ${batch}) {`,
    `let sum = 0;`,
    ...step,
    `total += sum;`,
    `}`,
    `costs[epoch] = total;`,
    `start = total = 0;`,
    `}`,
    ...parameters.map((name, k) => `parameters[${k}] = ${name};`),
    ...moved.map((name, k) => `velocities[${k}] = ${name};`),
    `at.epoch = epoch; at.start = start; at.total = total;`,
    `},`,
    `cost() {`,
    ...load,
    `let sum = 0;`,
    ...eachExample(flat, "0", `${count}`, [
      ...forwardOf(
        flat,
        (net, activation) => `${activation} = logistic(${net});`,
      ),
      `sum += ${costOf(flat)};`,
    ]),
    `return sum;`,
    `},`,
    `};`,
  ].join("\n");
}

const weight = (l: number, j: number, i: number) => `w${l}_${j}_${i}`;

/** The parameters in the order in which {@linkcode FlatTraining} holds them. */
function parameterNames({ layers }: FlatTraining): string[] {
  return layers.flatMap((layer, l) => [
    ...range(layer.inputs).flatMap((i) =>
      range(layer.neurons).map((j) => weight(l + 1, j, i))
    ),
    ...(layer.biases === undefined
      ? []
      : range(layer.neurons).map((j) => `b${l + 1}_${j}`)),
  ]);
}

/** Statements for each example from one number to before another; the only example's numbers become constants. */
function eachExample(
  { layers, examples }: FlatTraining,
  from: string,
  to: string,
  statements: string[],
): string[] {
  if (examples.length === 1) {
    // The inputs are constants in the terms already.
    const [{ target }] = examples;
    return [
      ...target.map((value, j) => `const t${j} = ${literal(value)};`),
      ...statements,
    ];
  }
  const inputs = range(layers[0].inputs);
  const targets = range(layers.at(-1)!.neurons);
  const body = [
    ...inputs.map((i) =>
      `const a0_${i} = inputs[n * ${inputs.length} + ${i}];`
    ),
    ...targets.map((j) =>
      `const t${j} = targets[n * ${targets.length} + ${j}];`
    ),
    ...statements,
  ];
  return to === `${from} + 1`
    ? [`const n = ${from};`, ...body]
    : [`for (let n = ${from}; n < ${to}; n++) {`, ...body, "}"];
}

/**
 * The way forward.
 *
 * @param flat The training.
 * @param otherwise What to do where the table has no answer.
 */
function forwardOf(flat: FlatTraining, otherwise: Otherwise): string[] {
  return flat.layers.flatMap((layer, index) => {
    const l = index + 1;
    const nets = range(layer.neurons).map((j) => {
      const terms = range(layer.inputs).flatMap((i) =>
        times(weight(l, j, i), activationOf(flat, index, i))
      );
      if (layer.biases !== undefined) terms.push(`b${l}_${j}`);
      return terms.join(" + ") || "0";
    });
    const { activation } = layer;
    if (activation === "softmax") return softmaxOf(l, nets);
    return nets.flatMap((net, j) =>
      activate(activation, `${l}_${j}`, net, otherwise)
    );
  });
}

function activate(
  activation: Exclude<ActivationName, "softmax">,
  place: string,
  net: string,
  otherwise: Otherwise,
): string[] {
  if (activation === "sigmoid") {
    return [logisticSource(`a${place}`, net, otherwise)];
  }
  const z = `z${place}`;
  const outputs = {
    tanh: `Math.tanh(${z})`,
    relu: `${z} > 0 ? ${z} : 0`,
    "leaky-relu": `${z} > 0 ? ${z} : ${LEAK} * ${z}`,
    identity: z,
  };
  return [
    `const ${z} = ${net};`,
    `const a${place} = ${outputs[activation]};`,
  ];
}

function softmaxOf(l: number, nets: string[]): string[] {
  const all = (name: string) => nets.map((_, j) => `${name}${l}_${j}`);
  return [
    ...nets.map((net, j) => `const z${l}_${j} = ${net};`),
    `const max${l} = Math.max(${all("z").join(", ")});`,
    ...nets.map((_, j) => `const e${l}_${j} = Math.exp(z${l}_${j} - max${l});`),
    `const sum${l} = ${all("e").join(" + ")};`,
    ...nets.map((_, j) => `const a${l}_${j} = e${l}_${j} / sum${l};`),
  ];
}

/** What an example costs, as an expression. */
function costOf({ cost, layers }: FlatTraining): string {
  const l = layers.length;
  const { neurons } = layers[l - 1];
  return range(neurons).map((j) => {
    const [a, t] = [`a${l}_${j}`, `t${j}`];
    return "share" in cost
      ? `${cost.share} * ((${a} - ${t}) * (${a} - ${t}))`
      : `of(${a}, ${t}, ${neurons})`;
  }).join(" + ");
}

/** The deltas, from the last layer to the first. */
function backwardOf({ cost, layers }: FlatTraining): string[] {
  return layers.flatMap((_, back) => {
    const l = layers.length - back;
    const { neurons, activation } = layers[l - 1];
    const next = layers[l];
    if (!next && !("share" in cost) && cost.cancels?.[activation]) {
      const sum = range(neurons).map((j) => `t${j}`).join(" + ");
      return range(neurons).map((j) =>
        `const d${l}_${j} = cancels(a${l}_${j}, t${j}, ${sum});`
      );
    }
    const slopes = range(neurons).map((j) => {
      if (next) {
        return range(next.neurons).map((k) =>
          `d${l + 1}_${k} * ${weight(l + 1, k, j)}`
        ).join(" + ");
      }
      const [a, t] = [`a${l}_${j}`, `t${j}`];
      return "share" in cost
        ? times(`(${a} - ${t})`, literal(cost.factor))[0]
        : `derivative(${a}, ${t}, ${neurons})`;
    });
    const statements = activation === "softmax"
      ? [
        ...slopes.map((slope, j) => `const s${l}_${j} = ${slope};`),
        `const mean${l} = ${
          range(neurons).map((j) => `a${l}_${j} * s${l}_${j}`).join(" + ")
        };`,
        ...slopes.map((_, j) =>
          `const d${l}_${j} = a${l}_${j} * (s${l}_${j} - mean${l});`
        ),
      ]
      : slopes.map((slope, j) => {
        const [a, z] = [`a${l}_${j}`, `z${l}_${j}`];
        const own = {
          sigmoid: ` * (${a} * (1 - ${a}))`,
          tanh: ` * (1 - ${a} * ${a})`,
          relu: ` * (${z} > 0 ? 1 : 0)`,
          "leaky-relu": ` * (${z} > 0 ? 1 : ${LEAK})`,
          identity: "",
        }[activation];
        return `const d${l}_${j} = (${slope})${own};`;
      });
    return statements;
  });
}

/** The deltas times the learning rate. */
function ratesOf({ layers }: FlatTraining): string[] {
  return layers.flatMap(({ neurons }, index) =>
    range(neurons).map((j) => {
      const place = `${index + 1}_${j}`;
      return `const r${place} = rate * d${place};`;
    })
  );
}

/**
 * A statement for each parameter that can change, given its name, its gradient and its gradient times the learning rate;
 * none where the only example's input is 0, and no momentum can move the weight either.
 */
function changesOf(
  flat: FlatTraining,
  change: (name: string, gradient: string, scaled: string) => string,
): string[] {
  return flat.layers.flatMap((layer, index) => {
    const l = index + 1;
    const neurons = range(layer.neurons);
    const weights = neurons.flatMap((j) =>
      range(layer.inputs).flatMap((i) => {
        const carried = activationOf(flat, index, i);
        const [gradient] = times(`d${l}_${j}`, carried);
        const [scaled] = times(`r${l}_${j}`, carried);
        return gradient ? [change(weight(l, j, i), gradient, scaled)] : [];
      })
    );
    if (layer.biases === undefined || flat.biases === "fixed") return weights;
    const sumOf = (name: string) =>
      `(${neurons.map((k) => `${name}${l}_${k}`).join(" + ")})`;
    const shared = flat.biases === "shared";
    const biases = neurons.map((j) =>
      change(
        `b${l}_${j}`,
        shared ? sumOf("d") : `d${l}_${j}`,
        shared ? `rate * ${sumOf("d")}` : `r${l}_${j}`,
      )
    );
    return [...weights, ...biases];
  });
}

/** The statement that moves a parameter by a gradient, or by a velocity. */
function moveOf(flat: FlatTraining, name: string, gradient: string): string {
  if (!flat.velocities) return `${name} -= rate * ${gradient};`;
  const v = `v${name}`;
  return `${v} = ${flat.momentum} * ${v} + rate * (${gradient}); ${name} -= ${v};`;
}

/** What layer `index` receives from neuron i of the layer before: a variable, or a constant of the only example. */
function activationOf(
  { examples }: FlatTraining,
  index: number,
  i: number,
): string {
  return index === 0 && examples.length === 1
    ? literal(examples[0].input[i])
    : `a${index}_${i}`;
}

/** The product of a variable and a factor, if it is not 0. */
function times(variable: string, factor: string): string[] {
  if (factor === "0") return [];
  return factor === "1" ? [variable] : [`${variable} * ${factor}`];
}

/** A number as code. JavaScript prints the shortest digits that read back as the same number. */
function literal(value: number): string {
  return value < 0 ? `(${value})` : `${value}`;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, k) => k);
}
