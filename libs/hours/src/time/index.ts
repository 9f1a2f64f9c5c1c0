import type { Provider } from '@nestjs/common';
import './problems.js';
import { RecordTimeHandler, RecordTimeMutation } from './record-time.js';
import { TimeDesk } from './time-desk.js';
import { TimeCommands } from './time-entry-payload.js';
import { TimeEntryReader } from './time-entry-reader.js';
import { TimeEntryView } from './time-entry.view.js';
import { TimeEntries } from './to-time-entry.js';

export const timeParts: Provider[] = [
  TimeDesk,
  TimeCommands,
  TimeEntryReader,
  TimeEntries,
  TimeEntryView,
  RecordTimeHandler,
  RecordTimeMutation,
];
