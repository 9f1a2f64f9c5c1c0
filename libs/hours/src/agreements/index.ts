import type { Provider } from '@nestjs/common';
import { AgreementMonths } from './agreement-months.js';
import { AgreementParties } from './agreement-parties.js';
import { AgreementCommands } from './agreement-payload.js';
import { AgreementReader } from './agreement-reader.js';
import { DraftAgreementHandler, DraftAgreementMutation } from './draft-agreement.js';
import { SignAgreementHandler, SignAgreementMutation } from './sign-agreement.js';

export const agreementsParts: Provider[] = [
  AgreementReader,
  AgreementCommands,
  AgreementParties,
  AgreementMonths,
  DraftAgreementHandler,
  DraftAgreementMutation,
  SignAgreementHandler,
  SignAgreementMutation,
];
