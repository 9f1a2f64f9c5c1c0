import { BulkLabelHandler, BulkLabelMutation } from './bulk-label.js';
import { BulkTriageHandler, BulkTriageMutation } from './bulk-triage.js';
import { ManyRequests } from './many-requests.js';

/** Commands on many requests at once. */
export const bulkUseCases = [ManyRequests, BulkTriageHandler, BulkTriageMutation, BulkLabelHandler, BulkLabelMutation];
