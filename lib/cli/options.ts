import { InvalidArgumentError } from "commander";

/** Reads a number of seconds as milliseconds. */
export function milliseconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !Number.isFinite(seconds) || seconds <= 0) {
    throw new InvalidArgumentError("It must be a number of seconds above 0.");
  }
  return seconds * 1000;
}

/** Reads the number of a port. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError("It must be a number from 0 to 65535.");
  }
  return port;
}

/** Reads the name of a folder. */
export function folderName(text: string): string {
  if (text === "") throw new InvalidArgumentError("It must name a folder.");
  return text;
}

/** Reads the path of a file or a folder. */
export function place(text: string): string {
  if (text === "") {
    throw new InvalidArgumentError("It must name a file or a folder.");
  }
  return text;
}

/** Reads a whole number above 0. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new InvalidArgumentError("It must be a whole number above 0.");
  }
  return Number(text);
}
