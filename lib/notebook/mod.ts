/**
 * The runtime: notebooks read, run on the Deno kernel, tested and written back.
 *
 * {@linkcode openNotebook} is the handle for tests. Below it, {@linkcode readNotebook} and {@linkcode writeNotebook}
 * know the file, {@linkcode Session} a kernel, and {@linkcode runNotebook} brings the two together.
 *
 * @module
 */

export * from "./check/mod.ts";
export { ResidentTypeCheck } from "./check/resident.ts";
export * from "./clean.ts";
export * from "./clean_file.ts";
export type { TextRules } from "./compare_text.ts";
export * from "./errors.ts";
export * from "./file.ts";
export * from "./find.ts";
export * from "./format.ts";
export { checkDenoVersion } from "./kernel.ts";
export type { KernelOptions } from "./kernel_process.ts";
export type { Header, Message } from "./message.ts";
export * from "./open.ts";
export * from "./parameters.ts";
export * from "./parse.ts";
export { PERMISSION_NAMES, type Permissions } from "./permissions.ts";
export * from "./run.ts";
export * from "./run_file.ts";
export * from "./run_files.ts";
export * from "./serialize.ts";
export {
  type CellExecutor,
  type CellSource,
  type Execution,
  type LateError,
  Session,
  type SessionOptions,
} from "./session.ts";
export * from "./show_difference.ts";
export type { Position } from "./source_position.ts";
export type { TestCount } from "./test_report.ts";
export * from "./verify.ts";
export * from "./verify_file.ts";
