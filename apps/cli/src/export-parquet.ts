import { rename, rm } from 'node:fs/promises';
import type { Recorded } from '#libs/event-log';
import { cloudEventOf } from '#libs/readers';
import { type BasicType, fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { COLUMNS } from './export-formats.js';

type Column = (typeof COLUMNS)[number];

/** Everything else is text. */
const TYPES: Partial<Record<Column, BasicType>> = {
  time: 'TIMESTAMP',
  streamversion: 'INT32',
  schemaversion: 'INT32',
  policyversion: 'INT32',
  data: 'JSON',
};
const OPTIONAL: readonly Column[] = ['causationid', 'onbehalfof', 'policyversion'];

/** A file of row groups, one a batch; only what its end says of each group is held until then. */
export class ParquetFile {
  private readonly part: string;
  private readonly writer: ParquetWriter;

  constructor(private readonly out: string) {
    this.part = `${out}.part`;
    const columnData = COLUMNS.map((name) => ({
      name,
      data: [],
      type: TYPES[name] ?? ('STRING' as const),
      nullable: OPTIONAL.includes(name),
    }));
    const schema = schemaFromColumnData({ columnData });
    this.writer = new ParquetWriter({ writer: fileWriter(this.part), schema, createdBy: 'twolane' });
  }

  async append(events: readonly Recorded[], epoch: string): Promise<void> {
    const rows = events.map((event) => cloudEventOf(event, epoch));
    const columnData = COLUMNS.map((name) => ({
      name,
      data: rows.map((row) => (name === 'time' ? new Date(row.time) : row[name])),
    }));
    await this.writer.write({ columnData, rowGroupSize: rows.length });
  }

  /** It is whole. */
  async finish(): Promise<void> {
    await this.writer.finish();
    await rename(this.part, this.out);
  }

  /** Its end would say what is in it, so nobody can go on with it. */
  discard(): Promise<void> {
    return rm(this.part, { force: true });
  }
}
