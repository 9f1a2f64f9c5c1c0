import { appendFileSync, renameSync, statSync } from 'node:fs';

const ROTATE_AT_BYTES = 5_000_000;
const TAIL_CHARACTERS = 8_000;

/** Keeps what a program writes in a file and its predecessor (`<path>.1`), so that the log cannot fill the disk. */
export class LogFile {
  #path;
  #size;
  #tail = '';

  constructor(path) {
    this.#path = path;
    this.#size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  write(chunk) {
    this.#tail = (this.#tail + chunk).slice(-TAIL_CHARACTERS);
    try {
      if (this.#size > ROTATE_AT_BYTES) {
        renameSync(this.#path, `${this.#path}.1`);
        this.#size = 0;
      }
      appendFileSync(this.#path, chunk, { mode: 0o600 });
      this.#size += chunk.length;
    } catch {
      // A full disk or a removed folder must not take Postgres down with its log.
    }
  }

  /** Forgets what was written so far, so that `lastWords` speaks of the next attempt alone. */
  startAttempt() {
    this.#tail = '';
  }

  /** The last line that says why the program gave up, or its last line. */
  lastWords() {
    const lines = this.#tail.split('\n').filter((line) => line.trim() !== '');
    const why = lines.filter((line) => /FATAL|PANIC|\berror:/.test(line));
    const line = why.at(-1) ?? lines.at(-1) ?? 'it said nothing';
    return line.replace(/^.*?(FATAL|PANIC|error): +/, '').trim();
  }
}
