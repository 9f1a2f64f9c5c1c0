import { publish } from '#libs/requests';
import { checklistItems, integrationSteps, itemStatuses, providerStatuses } from './domain/index.js';

export const ProviderStatusEnum = publish(
  'ProviderStatus',
  'Where an agency stands.',
  {
    INVITED: 'Asked to prove what the checklist names; nothing has come yet.',
    IN_REVIEW: 'Evidence has come; reviewers look at it.',
    APPROVED: 'Its people may work here.',
    SUSPENDED: 'Approved, but nobody of them works here for the time being.',
    EXPIRED: 'The approval has ended; it can be given anew.',
    REJECTED: 'Turned down, for good.',
    OFFBOARDING: 'They leave: accesses are being revoked.',
    OFFBOARDED: 'Gone: every access is revoked.',
  },
  providerStatuses,
);

export const ProviderChecklistItemEnum = publish(
  'ProviderChecklistItem',
  'What an agency may have to prove.',
  {
    NDA: 'A non-disclosure agreement is signed.',
    DATA_PROCESSING_AGREEMENT: 'A data-processing agreement is signed.',
    SECURITY_CONTACT: 'Somebody is named for questions of security.',
    SSO_ONLY_ACCESS: 'Its people get in by single sign-on alone.',
    LEAST_PRIVILEGE_ACCESS: 'Its people reach the repositories they need, and no others.',
    SECURE_CODING: 'It has stated how it writes secure code.',
    INCIDENT_NOTICE: 'It tells of incidents within 24 hours.',
    INSURANCE: 'It is insured.',
    SUB_PROCESSORS: 'It has listed whom it passes data on to.',
    OFFBOARDING_PLAN: 'It is agreed what happens when it leaves.',
  },
  checklistItems,
);

export const ProviderItemStatusEnum = publish(
  'ProviderItemStatus',
  'Where an item of a checklist stands.',
  {
    OPEN: 'No evidence has come.',
    SUBMITTED: 'Evidence waits for a reviewer.',
    VERIFIED: 'A reviewer says that the evidence proves it.',
    REJECTED: 'A reviewer says that the evidence does not prove it.',
  },
  itemStatuses,
);

export const ProviderIntegrationStepEnum = publish(
  'ProviderIntegrationStep',
  'What makes an agency’s people part of the team.',
  {
    SYNC_INVITATION: 'They are invited to the weekly sync.',
    POINT_PERSON: 'Somebody of the house answers their questions.',
    CODE_REVIEW_PARTNER: 'Somebody of the house reviews their code.',
    REFERENCE_ACCESS: 'They can read the reference.',
  },
  integrationSteps,
);
