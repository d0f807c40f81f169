import { previewScript } from "./script.ts";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  ipynb: "application/x-ipynb+json",
};

/**
 * A server that shows pages while they are being written, to this machine alone. A page that is open reloads when
 * {@linkcode update} is called, and keeps its place.
 */
export class Preview {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #open = new Set<ReadableStreamDefaultController<Uint8Array>>();
  #files: ReadonlyMap<string, string> = new Map();

  /** @param port The port to listen on; 0 for any that is free. */
  constructor(port: number) {
    this.#server = Deno.serve({
      hostname: "127.0.0.1",
      port,
      onListen: () => {},
    }, (request) => this.#answer(request));
  }

  /** Where the first page is. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/`;
  }

  /** Shows other files, by their names, and reloads the pages that are open. */
  update(files: ReadonlyMap<string, string>): void {
    this.#files = files;
    for (const client of this.#open) {
      client.enqueue(new TextEncoder().encode("data: changed\n\n"));
    }
  }

  #answer(request: Request): Response {
    const { pathname, host } = new URL(request.url);
    // A name that some other site has pointed at this machine is not ours to answer.
    if (!/^(127\.0\.0\.1|localhost)(:|$)/.test(host)) {
      return new Response("Not here", { status: 403 });
    }
    if (pathname === "/.denobook/changes") return this.#changes();
    const name = decodeURIComponent(pathname.slice(1)) || "index.html";
    const file = this.#files.get(name);
    if (file === undefined) {
      return new Response(`There is no page ${name}`, { status: 404 });
    }
    const type = TYPES[name.split(".").at(-1)!] ?? "text/plain; charset=utf-8";
    return new Response(
      type.startsWith("text/html") ? withReload(file) : file,
      {
        headers: { "content-type": type, "cache-control": "no-store" },
      },
    );
  }

  #changes(): Response {
    let own: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = controller;
        this.#open.add(controller);
        controller.enqueue(new TextEncoder().encode(": open\n\n"));
      },
      cancel: () => {
        this.#open.delete(own);
      },
    });
    return new Response(body, {
      headers: { "content-type": "text/event-stream" },
    });
  }

  /** Ends the server, and every connection with it. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#open) client.close();
    await this.#server.shutdown();
  }
}

/** A page with the script that reloads it, which its policy then allows to listen to this server. */
function withReload(html: string): string {
  const { hash, source } = previewScript;
  return html
    // Where every script may run, a hash would forbid all others.
    .replace(
      /script-src /,
      (found, at: number) =>
        `connect-src 'self'; script-src ${
          html.startsWith("'unsafe-inline'", at + found.length)
            ? ""
            : `${hash} `
        }`,
    )
    .replace(
      /<\/body>(?![^]*<\/body>)/,
      () => `<script>${source}</script>\n</body>`,
    );
}
