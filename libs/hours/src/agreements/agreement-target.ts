import { byCaller, type HoursCommand, type HoursTarget } from '../decisions.js';

/** A command that changes an agreement: its version guards. */
export const agreementTarget = <Input extends { readonly agreementId: string }>({
  input: { agreementId },
  expect,
  caller,
}: HoursCommand<Input>): HoursTarget => ({
  agreementId,
  command: caller.command,
  circumstances: byCaller(caller),
  agreement: expect,
});
