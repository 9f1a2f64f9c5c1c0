import { ImportRequestsHandler, ImportRequestsMutation } from './import-requests.js';

/** Requests out of files. */
export const importUseCases = [ImportRequestsHandler, ImportRequestsMutation];
