import { createHash } from "node:crypto";
import { escapeHtml, percentDecoded } from "./html.ts";
import { renderDocument } from "./layout.ts";
import { previewScript } from "./script.ts";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  ipynb: "application/x-ipynb+json",
};

/** Where pages hear of changes. */
const CHANGES = "/.denobook/changes";

/** A page that is open somewhere. */
interface Tab {
  readonly page: string;
  readonly stream: ReadableStreamDefaultController<Uint8Array>;
}

/**
 * A server that shows pages while they are being written, to this machine alone. A page that is open reloads when
 * {@linkcode show} has another text for it, and keeps its place.
 */
export class Preview {
  readonly #ended = new AbortController();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #tabs = new Set<Tab>();
  #files: ReadonlyMap<string, string> = new Map();
  #versions: ReadonlyMap<string, string> = new Map();
  #problems: readonly string[] = [];

  /**
   * @param port The port to listen on; 0 for any that is free.
   * @throws {Deno.errors.AddrInUse} If something else listens on it.
   */
  constructor(port: number) {
    this.#server = Deno.serve({
      hostname: "127.0.0.1",
      port,
      signal: this.#ended.signal,
      onListen: () => {},
    }, (request) => this.#answer(request));
  }

  /** Where the first page is. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/`;
  }

  /** Shows these files, by their names, in place of those before. */
  show(files: ReadonlyMap<string, string>): void {
    this.#files = files;
    this.#versions = new Map(
      [...files].map(([name, text]) => [
        name,
        createHash("sha256").update(text).digest("hex"),
      ]),
    );
    this.#tabs.forEach((tab) => this.#inform(tab));
  }

  /** Says in the pages that are open what is wrong, in place of what was said before. */
  tell(problems: readonly string[]): void {
    this.#problems = problems;
    this.#tabs.forEach((tab) => this.#inform(tab));
  }

  async #answer(request: Request): Promise<Response> {
    const url = URL.parse(request.url);
    // A name that some other site has pointed at this machine is not ours to answer.
    if (!url || !["127.0.0.1", "localhost"].includes(url.hostname)) {
      return new Response("Not here", { status: 403 });
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response("Pages can only be read", {
        status: 405,
        headers: { allow: "GET, HEAD" },
      });
    }
    if (url.pathname === CHANGES) {
      return this.#changes(fileOf(url.searchParams.get("page") ?? "/"));
    }
    const name = fileOf(url.pathname);
    const file = this.#files.get(name);
    const type = TYPES[name.split(".").at(-1)!];
    if (file !== undefined && type && type !== TYPES["html"]) {
      return new Response(file, { headers: { "content-type": type } });
    }
    const html = file ?? await missing(name, this.#files.has("index.html"));
    return new Response(withReload(html, this.#versions.get(name) ?? ""), {
      status: file === undefined ? 404 : 200,
      headers: { "content-type": TYPES["html"]!, "cache-control": "no-store" },
    });
  }

  #changes(page: string): Response {
    let tab: Tab;
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        tab = { page, stream };
        this.#tabs.add(tab);
        // What has changed since the page was loaded is no longer to come.
        this.#inform(tab);
      },
      cancel: () => {
        this.#tabs.delete(tab);
      },
    });
    return new Response(body, {
      headers: { "content-type": "text/event-stream" },
    });
  }

  #inform({ page, stream }: Tab): void {
    const version = this.#versions.get(page) ?? "";
    const data = JSON.stringify({ version, problems: this.#problems });
    stream.enqueue(new TextEncoder().encode(`data: ${data}\n\n`));
  }

  /** Ends the server, and every connection with it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort();
    await this.#server.finished;
  }
}

/** The name of the file that is shown at an address. */
function fileOf(pathname: string): string {
  return percentDecoded(pathname.slice(1)).replace(/(^|\/)$/, "$1index.html");
}

/** What stands where there is no page, or not yet. */
function missing(name: string, hasIndex: boolean): Promise<string> {
  return renderDocument({
    title: "No such page",
    mainId: "main",
    content: `<h1>No such page</h1><p>There is no page <code>${
      escapeHtml(name)
    }</code>.</p>${hasIndex ? `<p><a href="/">To the first page</a></p>` : ""}`,
  });
}

/** A page with the script that reloads it, which its policy then allows to listen to this server. */
function withReload(html: string, version: string): string {
  const { hash, source } = previewScript();
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
      () => `<script data-version="${version}">${source}</script>\n</body>`,
    );
}
