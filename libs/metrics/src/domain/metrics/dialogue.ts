import type { AnswerGiven, RequestDossier } from '../dossiers.js';
import { mean, median, percent, ratio, sum } from '../figures.js';
import { type EventMetric, measured, part } from '../measured.js';
import { approvedIn, happened, isSubmitted, requestsOf } from './chosen.js';

/** Once for each request, day and kind: the same confusion is not counted twice. */
const signalsOf = (
  { number, signals }: RequestDossier,
  counts: (at: string) => boolean,
  dayOf: (at: string) => string,
) => new Set(signals.filter(({ at }) => counts(at)).map(({ at, kind }) => `${number} ${dayOf(at)} ${kind}`)).size;

/** M1. The signal of feedback joins as version 2, once feedback is recorded. */
export const miscommunication: EventMetric = {
  key: 'M1',
  name: 'Miscommunication',
  unit: 'signals per request',
  direction: 'DOWN',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'Signals in the window ÷ requests with a RequestDelivered in the window. Signals: BriefRevised after RequestApproved with cause ' +
        'MISUNDERSTOOD or MISSING_REQUIREMENT; CriterionRejected with cause MISUNDERSTOOD; QuestionAsked of kind HOW_DOES_IT_WORK or ' +
        'DONT_GET_IT while work is in progress; RequestReopened with cause MISUNDERSTOOD. One signal for each request, day and kind. ' +
        'Feedback is not recorded yet and no signal of this version.',
      minSample: 5,
      measure(dossiers, window, circumstances) {
        const within = happened(window, circumstances);
        const all = requestsOf(dossiers);
        const delivered = all.filter(({ deliveredAt }) => deliveredAt.some(within)).length;
        const signals = sum(all.map((one) => signalsOf(one, within, circumstances.dayOf)));
        const parts = [part('signals', 'Signals', 'signals', signals)];
        return measured(ratio(signals, delivered), delivered, { parts });
      },
    },
  ],
};

const answersOf = (requests: readonly RequestDossier[], counts: (answer: AnswerGiven) => boolean) =>
  requests.flatMap((one) => one.answers.filter(counts).map((answer) => ({ ...answer, request: one })));

/** Roles that speak for neither side. */
const intermediaries: ReadonlySet<string> = new Set(['PRODUCT_MANAGER', 'BRIDGE', 'FACILITATOR']);

/** M19. */
export const soleConduit: EventMetric = {
  key: 'M19',
  name: 'Sole conduit',
  unit: '%',
  direction: 'DOWN',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'Of all QuestionAnswered in the window, the share whose byRole is the one role that answered most of those between the sides: ' +
        'PRODUCT_MANAGER, BRIDGE or FACILITATOR.',
      minSample: 10,
      measure(dossiers, window, circumstances) {
        const within = happened(window, circumstances);
        const answers = answersOf(requestsOf(dossiers), ({ at }) => within(at));
        const counts = new Map<string, number>();
        for (const { byRole } of answers)
          if (intermediaries.has(byRole)) counts.set(byRole, (counts.get(byRole) ?? 0) + 1);
        const cases = [...counts]
          .toSorted(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
          .map(([subject, n]) => ({ subject, value: percent(n, answers.length), n, note: null }));
        return measured(percent(cases[0]?.n ?? 0, answers.length), answers.length, { cases });
      },
    },
  ],
};

/** M20. */
export const precisePhrasing: EventMetric = {
  key: 'M20',
  name: 'Precise phrasing',
  unit: '% complete',
  direction: 'UP',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'Of requests whose first RequestSubmitted lies in the window: the mean completeness of the brief as it was submitted. Parts: warnings ' +
        'about its wording per brief (lint of the last BriefRevised before the submission), and QuestionAsked before RequestApproved per request.',
      minSample: 5,
      measure(dossiers, window, circumstances) {
        const within = happened(window, circumstances);
        const briefs = requestsOf(dossiers).flatMap(({ firstSubmitted, questionsBeforeApproval: questions }) =>
          firstSubmitted && within(firstSubmitted.at) ? [{ ...firstSubmitted, questions }] : [],
        );
        const parts = [
          part('warnings', 'Warnings per brief', 'warnings', mean(briefs.map(({ warnings }) => warnings))),
          part('questions', 'Questions before approval', 'per request', mean(briefs.map((one) => one.questions))),
        ];
        const complete = mean(briefs.map(({ completeness }) => completeness));
        return measured(complete, briefs.length, { parts });
      },
    },
  ],
};

/** M23. */
export const orderTakers: EventMetric = {
  key: 'M23',
  name: 'More than taking orders',
  unit: '%',
  direction: 'UP',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'Of requests whose first RequestApproved lies in the window, the share in which an engineer had co-authored (CoAuthorAdded for the ' +
        'provider), raised a concern (ConcernRaised) or proposed an alternative (AlternativeProposed) by then.',
      minSample: 5,
      measure(dossiers, window, circumstances) {
        const approved = approvedIn(dossiers, window, circumstances);
        const involved = approved.filter(({ engineerInvolved }) => engineerInvolved);
        const cases = approved.map(({ number, engineerInvolved }) => ({
          subject: `REQ-${number}`,
          value: engineerInvolved ? 100 : 0,
          n: 1,
          note: null,
        }));
        return measured(percent(involved.length, approved.length), approved.length, { cases });
      },
    },
  ],
};

/** M14. */
export const responsiveness: EventMetric = {
  key: 'M14',
  name: 'Responsiveness',
  unit: '% within target',
  direction: 'UP',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'Of RequestSubmitted in the window, the share with a first response (RequestTriaged, RequestDeclined, or a QuestionAsked by the ' +
        'provider) within the slaTargets of the submission, in working minutes of the provider’s calendar, time on hold left out. A request ' +
        'that ended before counts as met; one that still waits within its target is immature. Parts: median working minutes from ' +
        'a question to its QuestionAnswered in the window, for each side by its calendar.',
      minSample: 5,
      measure(dossiers, window, circumstances) {
        const within = happened(window, circumstances);
        const requests = requestsOf(dossiers);
        const { now } = circumstances;
        const first = requests.filter(isSubmitted).filter(({ submitted }) => within(submitted.at));
        const clocks = first.map((one) => {
          const workers = { side: 'PROVIDER', teamId: one.providerTeamId } as const;
          const used = circumstances.workingMinutes(workers, one.submitted.at, one.respondedAt ?? now, one.holds);
          const target = one.submitted.responseMinutes;
          const late = used > target || (used === target && one.respondedAt === null);
          return { one, used, late, open: one.respondedAt === null && !late };
        });
        const closed = clocks.filter(({ open }) => !open);
        const met = closed.filter(({ late }) => !late).length;
        const immature = clocks
          .filter(({ open }) => open)
          .map(({ one, used }) => ({ subject: `REQ-${one.number}`, matureOn: null, soFar: used }));
        const cases = closed
          .filter(({ late }) => late)
          .map(({ one, used }) => ({ subject: `REQ-${one.number}`, value: used, n: 1, note: 'working minutes' }));
        const answers = answersOf(requests, ({ at }) => within(at));
        const minutesOf = (side: 'CONSUMER' | 'PROVIDER') =>
          median(
            answers
              .filter((answer) => answer.side === side)
              .map(({ request, since, at }) => {
                const teamId = side === 'CONSUMER' ? request.consumerTeamId : request.providerTeamId;
                return circumstances.workingMinutes({ side, teamId }, since, at, request.holds);
              }),
          );
        const parts = [
          part('consumer', 'Marketing answers in', 'working min', minutesOf('CONSUMER')),
          part('provider', 'Engineering answers in', 'working min', minutesOf('PROVIDER')),
        ];
        return measured(percent(met, closed.length), closed.length, { immature, parts, cases });
      },
    },
  ],
};
