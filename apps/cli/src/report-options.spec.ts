import { EventCatalogue, ValidationFailed } from '#libs/event-log';
import type { Report } from '#libs/reports';
import { batchOf, formatOf as exportFormatOf } from './export-options.js';
import { filterOf } from './export-selection.js';
import { chosen, standingOf, workersOf } from './report-options.js';
import { formatOf } from './report-output.js';

const reports = [{ name: 'bill' }, { name: 'rework' }] as unknown as readonly Report[];
const typed = { out: '-', workers: '1' };
const catalogue = new EventCatalogue([{ type: 'Told', streamType: 'story', version: 1 }]);
const POSITION = 'ZTEuNDI';

describe('what was asked of the log', () => {
  it('is taken as it is meant', () => {
    expect(chosen(reports, 'rework', typed)).toEqual([{ name: 'rework' }]);
    expect(chosen(reports, undefined, { ...typed, all: true })).toBe(reports);
    expect(formatOf(undefined, '-')).toBe('table');
    expect(formatOf(undefined, 'a/b.html')).toBe('html');
    expect(formatOf('json', 'a/b.html')).toBe('json');
    expect(workersOf('16')).toBe(16);
    expect(standingOf({ ...typed, asOf: '2026-02-10T23:59:00+01:00' }).asOf).toEqual({
      recordedAt: '2026-02-10T22:59:00.000Z',
    });
    expect(standingOf({ ...typed, asOf: POSITION }).asOf).toEqual({ position: { epoch: 'e1', position: 42 } });
    expect(exportFormatOf({ out: 'events.ndjson.gz' })).toBe('ndjson');
    expect(batchOf('100000')).toBe(100_000);
    expect(filterOf({ types: 'Told', versions: 'Told=1' }, catalogue)).toEqual({
      selection: { types: ['Told'], subject: null },
      pins: { Told: 1 },
    });
  });

  it.each([
    [() => chosen(reports, undefined, typed), 'Name a report: bill, rework; or --all.'],
    [() => chosen(reports, 'bull', typed), 'No report is called "bull"; there are bill, rework.'],
    [() => chosen(reports, 'bill', { ...typed, all: true }), 'Name a report or --all, not both.'],
    [() => formatOf('pdf', '-'), 'A report is a table, csv, json, html; not "pdf".'],
    [() => workersOf('17'), 'from 1 to 16, not "17"'],
    [() => standingOf({ ...typed, asOf: 'yesterday' }), 'not "yesterday"'],
    [() => exportFormatOf({ out: '-' }), 'An export is ndjson, csv, parquet: name it'],
    [() => exportFormatOf({ out: 'x.parquet.gz' }), 'Parquet is compressed inside'],
    [() => batchOf('0'), 'from 1 to 100000, not "0"'],
    [() => filterOf({ types: 'Untold' }, catalogue), 'There is no event type `Untold`.'],
    [() => filterOf({ versions: 'Told' }, catalogue), 'A version is written like RequestSubmitted=1, not "Told".'],
    [() => filterOf({ versions: 'Told=2' }, catalogue), 'The versions of `Told` are 1 to 1.'],
    [() => filterOf({ subject: 'story-1' }, catalogue), 'name it with --workspace'],
  ])('%# is refused with what it should have been', (check, message) => {
    expect(check).toThrow(ValidationFailed);
    expect(check).toThrow(message);
  });
});
