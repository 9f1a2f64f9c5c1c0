import { existsSync } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Position, ValidationFailed } from '#libs/event-log';

const compress = promisify(gzip);

/** How far an export has come; beside its `.part`, so that the same command goes on after it. */
interface Mark {
  /** What is exported: another export does not go on with this file. */
  readonly what: string;
  /** Fixed when it began: what is recorded meanwhile is not part of it. */
  readonly upTo: Position;
  readonly cursor: Position;
  /** How long the part is up to the cursor; what follows was written when it ended. */
  readonly bytes: number;
  readonly events: number;
}

export interface ExportTarget {
  readonly out: string;
  /** Says everything about the export but where the log ends. */
  readonly what: string;
  readonly upTo: Position;
  readonly after: Position;
  /** Before the first event. */
  readonly head: string;
}

/** A file that grows by batches and gets its name when it is whole. `.gz` makes each batch a member of its own: they are one file. */
export class ExportFile {
  private constructor(
    private readonly target: ExportTarget,
    private readonly file: FileHandle,
    private mark: Mark,
  ) {}

  /**
   * Begins anew, or goes on where the same export was left.
   * @throws ValidationFailed when the part that is there is of another export, or the place cannot be written
   */
  static async open(target: ExportTarget): Promise<ExportFile> {
    const { out, what, upTo, after, head } = target;
    const known = await markOf(out);
    if (known && known.what !== what)
      throw new ValidationFailed(
        `${partOf(out)} is what was left of another export: remove it and ${markFile(out)}, or name another file.`,
      );
    const file = await open(partOf(out), known ? 'r+' : 'w').catch((error: Error) => {
      throw new ValidationFailed(`${out} cannot be written: ${error.message}.`);
    });
    const begun = new ExportFile(target, file, known ?? { what, upTo, cursor: after, bytes: 0, events: 0 });
    if (known) await file.truncate(known.bytes);
    else await begun.append(head, 0, after);
    return begun;
  }

  /** Everything up to here is written. */
  get cursor(): Position {
    return this.mark.cursor;
  }

  /** Where the export ends. */
  get upTo(): Position {
    return this.mark.upTo;
  }

  /** How many events are written, those of earlier runs included. */
  get events(): number {
    return this.mark.events;
  }

  /** The text is on the disk before its mark is. */
  async append(text: string, events: number, to: Position): Promise<void> {
    const bytes = await this.encoded(text);
    const { mark } = this;
    await this.file.write(bytes, 0, bytes.length, mark.bytes);
    await this.file.datasync();
    const next = { ...mark, cursor: to, bytes: mark.bytes + bytes.length, events: mark.events + events };
    await writeFile(`${markFile(this.target.out)}.new`, JSON.stringify(next));
    await rename(`${markFile(this.target.out)}.new`, markFile(this.target.out));
    this.mark = next;
  }

  /** Leaves the part for later. */
  close(): Promise<void> {
    return this.file.close();
  }

  /** It is whole. */
  async finish(): Promise<void> {
    await this.file.close();
    await rename(partOf(this.target.out), this.target.out);
    await rm(markFile(this.target.out), { force: true });
  }

  private encoded(text: string): Promise<Buffer> {
    const bytes = Buffer.from(text);
    return this.target.out.endsWith('.gz') && bytes.length > 0 ? compress(bytes) : Promise.resolve(bytes);
  }
}

const partOf = (out: string): string => `${out}.part`;
const markFile = (out: string): string => `${out}.part.json`;

async function markOf(out: string): Promise<Mark | null> {
  if (!existsSync(partOf(out)) || !existsSync(markFile(out))) return null;
  return JSON.parse(await readFile(markFile(out), 'utf8')) as Mark;
}
