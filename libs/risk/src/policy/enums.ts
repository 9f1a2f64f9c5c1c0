import { publish } from '#libs/requests';
import { scopeParts } from '../domain/index.js';

export const ScopePartEnum = publish(
  'RiskScopePart',
  'A part of a scope beside its touches.',
  {
    CRITERIA: 'What has to be true when it is done.',
    PROPERTIES: 'The pages and systems it works on.',
    PROVIDER: 'Who builds it.',
  },
  scopeParts,
);
