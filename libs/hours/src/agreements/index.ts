import type { Provider } from '@nestjs/common';
import { historyOf } from '#libs/api-kit';
import { agreement, allotment, timeEntry } from '../domain/index.js';
import { summaryOf } from '../summary.js';
import { AllotmentObject } from '../months/allotment.type.js';
import { TimeEntryObject } from '../time/time-entry.type.js';
import { AgreementMonths } from './agreement-months.js';
import { AgreementParties } from './agreement-parties.js';
import { AgreementCommands } from './agreement-payload.js';
import { AgreementObject } from './agreement.type.js';
import { AgreementReader } from './agreement-reader.js';
import { AgreementViews } from './agreements.view.js';
import { AmendAgreementHandler, AmendAgreementMutation } from './amend-agreement.js';
import { DraftAgreementHandler, DraftAgreementMutation } from './draft-agreement.js';
import { EndAgreementHandler, EndAgreementMutations, WithdrawAgreementConsentHandler } from './end-agreement.js';
import './problems.js';
import { SetRateHandler, SetRateMutation } from './set-rate.js';
import { SignAgreementHandler, SignAgreementMutation } from './sign-agreement.js';

export const agreementsParts: Provider[] = [
  AgreementReader,
  AgreementCommands,
  AgreementParties,
  AgreementMonths,
  AgreementViews,
  DraftAgreementHandler,
  DraftAgreementMutation,
  SignAgreementHandler,
  SignAgreementMutation,
  AmendAgreementHandler,
  AmendAgreementMutation,
  SetRateHandler,
  SetRateMutation,
  EndAgreementHandler,
  WithdrawAgreementConsentHandler,
  EndAgreementMutations,
  historyOf(() => AgreementObject, 'hours.read', { streamType: agreement.type, summaryOf }),
  historyOf(() => AllotmentObject, 'hours.read', { streamType: allotment.type, summaryOf }),
  historyOf(() => TimeEntryObject, 'time.read', { streamType: timeEntry.type, summaryOf }),
];
