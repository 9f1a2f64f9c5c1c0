import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Instant, Position } from '../event.js';
import { ValidationFailed } from '../refusal.js';

export const MANIFEST = 'manifest.json';
export const KIND = 'twolane backup 1';

/** One table of a backup. */
export interface BackupFile {
  readonly table: string;
  /** Name in the backup's folder: what COPY writes as text, through gzip. */
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** Hex, of the file. */
  readonly sha256: string;
}

/** What a backup says of itself; written when everything else is there. */
export interface Manifest {
  readonly kind: typeof KIND;
  /** Version of the program that wrote it. */
  readonly program: string;
  readonly takenAt: Instant;
  /** The log's epoch; a restored log begins another one. */
  readonly epoch: string;
  readonly safePosition: Position;
  /** The highest position that was drawn: what is restored draws higher ones. */
  readonly lastPosition: Position;
  /** Names of the migrations that had run, in their order. */
  readonly migrations: readonly string[];
  readonly files: readonly BackupFile[];
}

/** The backup cannot be made or restored like this; the message says in one line why. */
export class BackupRefused extends ValidationFailed {}

export const rowsOf = ({ files }: Pick<Manifest, 'files'>): number => files.reduce((sum, { rows }) => sum + rows, 0);

/** @throws BackupRefused when the folder is no backup, or one that was never finished */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => null);
  if (text === null) throw new BackupRefused(`${folder} is no backup: it has no ${MANIFEST}.`);
  try {
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.kind === KIND && Array.isArray(manifest.files) && Array.isArray(manifest.migrations)) return manifest;
  } catch {
    // No JSON is no manifest either.
  }
  throw new BackupRefused(`${join(folder, MANIFEST)} is not of a backup this program can read.`);
}

/**
 * Reads every file of a backup to its end and compares it with its checksum.
 * @throws BackupRefused naming the first file that is not as it was written; the signal's reason
 */
export async function checkFiles(folder: string, { files }: Manifest, signal?: AbortSignal): Promise<void> {
  for (const { file, sha256 } of files) {
    const hash = createHash('sha256');
    const path = join(folder, file);
    await pipeline(createReadStream(path), hash, { signal: signal ?? new AbortController().signal }).catch((error) => {
      signal?.throwIfAborted();
      throw new BackupRefused(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
    });
    if (hash.digest('hex') !== sha256)
      throw new BackupRefused(`${path} is not what was backed up: its checksum is another one.`);
  }
}
