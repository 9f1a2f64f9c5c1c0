import { allotment } from '../domain/index.js';
import { hoursEvents } from '../events.js';

/** Facts of a month that a simulation reads: all but issued statements, which repeat line by line what the other facts tell. */
export const toldTypes: readonly string[] = hoursEvents
  .filter(({ streamType, type }) => streamType === allotment.type && type !== 'StatementIssued')
  .map(({ type }) => type);
