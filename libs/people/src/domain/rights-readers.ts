import { all, leaders, readers, type Row } from './rights-kit.js';

/** Rights of those who read the log as a whole, are told by it, or measure by it. */
export const readersRights = {
  // A consumer's place is kept for machines that read the log; auditors change nothing.
  'log.consume': all('INTEGRATION'),
  // A webhook tells what `log.read` shows: administrators open the workspace to other tools by office, an integration needs both scopes.
  'webhook.read': all('ADMIN', 'AUDITOR', 'INTEGRATION'),
  'webhook.manage': all('ADMIN', 'INTEGRATION'),
  'metric.read': readers,
  'metric.define': { ...leaders, ...all('FACILITATOR') },
  'metric.import': { ...leaders, ...all('FACILITATOR', 'INTEGRATION') },
} satisfies Record<string, Row>;
