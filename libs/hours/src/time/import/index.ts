import { TimeImports } from './decide-times.js';
import { ImportTimeEntriesHandler, ImportTimeEntriesMutation } from './import-times.js';

/** Time out of files. */
export const timeImportParts = [TimeImports, ImportTimeEntriesHandler, ImportTimeEntriesMutation];
