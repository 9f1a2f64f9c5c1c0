import { billableIn, lengthIn, minutesUntil, requestNumberIn, timeIn } from './cells.js';
import { importedTime, timeReadingOf } from './reading.js';

const path = ['Hours'];
const code = (attempt: () => unknown): string => {
  try {
    attempt();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'fine';
};

describe('a length', () => {
  it.each([
    ['1.5', null, 90],
    ['1,5', null, 90],
    ['1:30', null, 90],
    ['1:30:00', null, 90],
    ['1h 30m', null, 90],
    ['1h', null, 60],
    ['45 min', null, 45],
    ['24', null, 1440],
    // Nobody works for more than 24 hours: these are seconds.
    ['5400', null, 90],
    ['5400', 'seconds', 90],
    ['1.800', 'minutes', 2],
    ['1.234,5', 'seconds', 21],
    ['60', 'minutes', 60],
    ['60', 'hours', 3600],
    ['-1', 'hours', -60],
  ] as const)('of %s (%s) is %i minutes', (cell, unit, minutes) => {
    expect(lengthIn(cell, unit, path).minutes).toBe(minutes);
  });

  it('that is no whole number of minutes is rounded, and says so', () => {
    expect(lengthIn('0,33', null, path)).toEqual({ minutes: 20, rounded: true });
    expect(lengthIn('0.25', null, path)).toEqual({ minutes: 15, rounded: false });
    expect(lengthIn('1.1', null, path)).toEqual({ minutes: 66, rounded: false });
  });

  it.each(['', 'a while', '1:75', '1h 2h', '1..5', '9'.repeat(400)])('%s is none', (cell) => {
    expect(code(() => lengthIn(cell, null, path))).toBe('VALIDATION_FAILED');
  });
});

describe('a day', () => {
  const at = (cell: string, from = '') => timeIn(cell, from, { zone: 'Europe/Berlin', path });

  it.each([
    ['2026-02-25', '', { workedOn: '2026-02-25', startedAt: null }],
    ['25.02.2026', '', { workedOn: '2026-02-25', startedAt: null }],
    ['25/Feb/26', '', { workedOn: '2026-02-25', startedAt: null }],
    ['2026-02-25 00:00', '', { workedOn: '2026-02-25', startedAt: null }],
    ['2026-02-25', '09:30', { workedOn: null, startedAt: '2026-02-25T08:30:00Z' }],
    ['2026-02-25', '00:00', { workedOn: null, startedAt: '2026-02-24T23:00:00Z' }],
    ['25/Feb/26 2:30 PM', '', { workedOn: null, startedAt: '2026-02-25T13:30:00Z' }],
    ['25/Feb/26 12:30 AM', '', { workedOn: null, startedAt: '2026-02-24T23:30:00Z' }],
    ['2026-03-31T22:30:00.000+0000', '', { workedOn: null, startedAt: '2026-03-31T22:30:00Z' }],
    ['2026-03-31T22:30Z', '', { workedOn: null, startedAt: '2026-03-31T22:30:00Z' }],
    // The clocks go forward: there is no 02:30.
    ['2026-03-29', '02:30', { workedOn: null, startedAt: '2026-03-29T01:30:00Z' }],
  ])('%s %s', (cell, from, read) => {
    expect(at(cell, from)).toEqual(read);
  });

  it.each(['', '02/03/2026', '2026-02-30', '31.02.2026', '25/Foo/26', 'yesterday'])('%s is none', (cell) => {
    expect(code(() => at(cell))).toBe('VALIDATION_FAILED');
  });

  it('with a time of day that is none is refused', () => {
    expect(code(() => at('2026-02-25', '29:30'))).toBe('VALIDATION_FAILED');
  });
});

describe('other cells', () => {
  it('say whether it is billable', () => {
    expect(['', 'Yes', 'ja', '1', '3600'].map((cell) => billableIn(cell, path))).toEqual(Array(5).fill(true));
    expect(['No', 'nein', '0', 'false'].map((cell) => billableIn(cell, path))).toEqual(Array(4).fill(false));
    expect(code(() => billableIn('maybe', path))).toBe('VALIDATION_FAILED');
  });

  it('say from when to when', () => {
    expect([minutesUntil('09:00', '10:30'), minutesUntil('23:30', '00:15'), minutesUntil('9', '')]).toEqual([
      90,
      45,
      null,
    ]);
  });

  it('name a request', () => {
    expect(['REQ-12', 'see req-7, please', 'WEB-12', 'XREQ-1', 'REQ-'].map(requestNumberIn)).toEqual([
      12,
      7,
      null,
      null,
      null,
    ]);
  });
});

describe('a row', () => {
  const read = (header: string, ...rows: string[]) => {
    const seen = new Map<string, number>();
    const reading = timeReadingOf('KIMAI', header.split('|'));
    return rows.map((row) => importedTime(reading, row.split('|'), { zone: 'UTC', seen, activity: 'BUILD' }));
  };

  it('without an id is told apart by its cells, and by how often they stood there before', () => {
    const ids = (...rows: string[]) => read('Date|Duration', ...rows).map(({ entryId }) => entryId);
    const [one, two, three] = ids('2026-01-05|1:00', '2026-01-05|1:00', '2026-01-06|1:00');
    expect(two).toBe(`${one}-2`);
    expect(three).not.toContain(one);
    expect(one).toMatch(/^kimai-[0-9a-f]{32}$/);
    expect(ids('2026-01-06|1:00')).toEqual([three]);
  });

  it('finds kinds of work, tags and requests where the tool has them', () => {
    const header = 'Date|From|To|Activity|Description|Tags|Project';
    const [one, two] = read(
      header,
      '2026-01-05|09:00|10:30|Code Review|Checkout|non-billable, urgent|Shop REQ-3',
      '2026-01-05|09:00|10:00|Juggling|REQ-4|x|',
    );
    expect(one).toMatchObject({ minutes: 90, activity: 'QA', billable: false, requestNumber: 3, note: 'Checkout' });
    expect(two).toMatchObject({ activity: 'BUILD', billable: true, requestNumber: 4 });
    expect(two!.notes).toEqual(['Juggling is no activity of ours: it becomes BUILD.']);
  });

  it('of a file without days or lengths is not read', () => {
    for (const header of [
      ['User', 'Duration'],
      ['Date', 'User'],
      ['Date', 'From'],
    ])
      expect(code(() => timeReadingOf('KIMAI', header))).toBe('CSV_UNREADABLE');
  });
});
