/** The name under which Deno's Jupyter kernel asks a value how to show itself. */
export const display: unique symbol = Symbol.for("Jupyter.display");
