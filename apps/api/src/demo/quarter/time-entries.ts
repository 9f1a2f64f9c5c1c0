/** A time entry as demo-quarter.md 5.3 prints it. */
export interface PrintedEntry {
  readonly entryId: string;
  readonly workedOn: string;
  /** Who worked, by what they are called at work. */
  readonly by: 'Backend Engineer' | 'Frontend Engineer';
  readonly request: `REQ-${number}` | null;
  readonly activity: string;
  readonly minutes: number;
  readonly billable: boolean;
}

/** `T1 01-07 B REQ-1 SCOPING 240`, with `free` for what is not billed. */
const PRINTED = `
T1 01-07 B REQ-1 SCOPING 240|T2 01-08 F REQ-1 SCOPING 180|T3 01-13 F REQ-2 BUILD 300|T4 01-14 F REQ-2 BUILD 240
T5 01-15 B REQ-1 BUILD 420|T6 01-16 B REQ-1 BUILD 420|T7 01-20 F REQ-1 BUILD 360|T8 01-21 F REQ-2 QA 60
T9 01-22 B REQ-1 BUILD 420|T10 01-23 F REQ-1 BUILD 360|T11 01-26 B REQ-3 SCOPING 180|T12 01-27 B REQ-4 SCOPING 120
T13 01-28 F - SUPPORT 210|T14 01-28 F REQ-5 BUILD 360|T15 01-29 B REQ-5 BUILD 240|T16 01-29 F REQ-2 BUGFIX 60 free
T17 01-30 F REQ-6 SCOPING 60|F1 02-03 B REQ-1 BUILD 420|F2 02-04 F REQ-1 BUILD 360|F3 02-05 B REQ-3 BUILD 420
F4 02-06 B REQ-3 BUILD 360|F5 02-09 B REQ-1 BUILD 420|F6 02-10 F REQ-1 BUILD 360|F7 02-11 F REQ-3 BUILD 360
F8 02-12 F REQ-6 BUILD 300|F9 02-13 F REQ-6 BUILD 240|F10 02-16 B REQ-1 BUILD 420|F11 02-17 F REQ-1 BUILD 360
F12 02-18 B REQ-3 BUILD 420|F13 02-19 B REQ-8 BUILD 300|F14 02-20 B REQ-8 BUILD 180|F15 02-23 B REQ-1 BUILD 360
F16 02-24 F REQ-1 BUILD 300|F17 02-25 B REQ-3 REWORK 390|M1 03-02 B REQ-1 BUILD 420|M2 03-03 F REQ-1 BUILD 360
M3 03-04 B REQ-4 BUILD 420|M4 03-05 F REQ-1 QA 300|M5 03-06 F REQ-4 BUILD 360|M6 03-09 B REQ-1 BUILD 360
M7 03-10 F REQ-1 QA 240|M8 03-12 B REQ-1 LAUNCH 120|M9 03-17 B REQ-4 BUILD 420|M10 03-18 F REQ-4 QA 300
M11 03-20 F - SUPPORT 150|M12 03-26 B REQ-1 BUGFIX 90 free`;

type Line = [string, string, string, string, string, string, string | undefined];

const entryOf = (line: string): PrintedEntry => {
  const [entryId, day, who, request, activity, minutes, free] = line.split(' ') as Line;
  return {
    entryId,
    workedOn: `2026-${day}`,
    by: who === 'B' ? 'Backend Engineer' : 'Frontend Engineer',
    request: request === '-' ? null : (request as `REQ-${number}`),
    activity,
    minutes: Number(minutes),
    billable: free === undefined,
  };
};

/** In the order they are recorded. */
export const printedEntries: readonly PrintedEntry[] = PRINTED.split(/[|\n]/)
  .filter((line) => line !== '')
  .map(entryOf);
