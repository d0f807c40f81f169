import { type ChildProcess, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";

/** A place in a text: a line, from 0, and a column in it, from 0, in UTF-16 code units. */
interface Position {
  readonly line: number;
  readonly character: number;
}

/** What a language server says is wrong with a text. */
export interface ServerDiagnostic {
  readonly range: { readonly start: Position; readonly end: Position };
  /** 1 for an error; a hint is more. */
  readonly severity?: number;
  readonly code?: number | string;
  /** Who says so: `deno-ts` is the type checker. */
  readonly source?: string;
  readonly message: string;
}

/** Deno's language server: it has a project's types at hand, so that a text that has changed is checked in a moment. */
export class LanguageServer implements Disposable {
  readonly #process: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #versions = new Map<string, number>();
  readonly #ready: Promise<void>;

  /**
   * @param folder The project's folder.
   * @param config The path of the `deno.json` to go by, in place of those that the server finds.
   */
  constructor(folder: string, config: string | undefined) {
    const settings = {
      enable: true,
      lint: false,
      cacheOnSave: false,
      documentPreloadLimit: 0,
      ...(config !== undefined && { config }),
    };
    this.#process = spawn(Deno.execPath(), ["lsp"], {
      cwd: folder,
      stdio: ["pipe", "pipe", "ignore"],
      env: { ...Deno.env.toObject(), NO_COLOR: "1" },
    });
    const { stdin, stdout } = this.#process;
    this.#connection = createMessageConnection(
      new StreamMessageReader(stdout!),
      new StreamMessageWriter(stdin!),
    );
    this.#connection.onRequest(
      "workspace/configuration",
      ({ items }: { items: unknown[] }) => items.map(() => settings),
    );
    // Such as to show a message, or to watch files.
    this.#connection.onRequest(() => null);
    // What it was asked is not answered then; that must be told.
    this.#connection.onClose(() => this.#connection.dispose());
    this.#connection.onError(() => this[Symbol.dispose]());
    this.#connection.listen();
    this.#ready = this.#initialize(pathToFileURL(folder).href, settings);
    // Who asks first is told.
    this.#ready.catch(() => {});
  }

  async #initialize(rootUri: string, initializationOptions: unknown) {
    await this.#connection.sendRequest("initialize", {
      processId: Deno.pid,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: "project" }],
      capabilities: {
        textDocument: { diagnostic: {} },
        workspace: { configuration: true },
      },
      initializationOptions,
    });
    await this.#connection.sendNotification("initialized", {});
  }

  /**
   * Gives what is wrong with a text.
   *
   * @param uri Where the text stands for its imports; there need be no such file.
   * @param text The text.
   */
  async diagnose(uri: string, text: string): Promise<ServerDiagnostic[]> {
    await this.#ready;
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    const textDocument = { uri, version };
    await (version === 1
      ? this.#connection.sendNotification("textDocument/didOpen", {
        textDocument: { ...textDocument, text, languageId: languageOf(uri) },
      })
      : this.#connection.sendNotification("textDocument/didChange", {
        textDocument,
        contentChanges: [{ text }],
      }));
    const { items } = await this.#connection.sendRequest<
      { items: ServerDiagnostic[] }
    >("textDocument/diagnostic", { textDocument: { uri } });
    return items;
  }

  [Symbol.dispose](): void {
    this.#connection.dispose();
    this.#process.kill("SIGKILL");
  }
}

function languageOf(uri: string): string {
  return uri.endsWith("x") ? "typescriptreact" : "typescript";
}
