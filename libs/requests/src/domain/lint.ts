import { textsOf } from './brief.js';
import type { RequestPolicy } from './policy.js';
import type { Brief, LintFinding } from './values.js';
import { oncePerList, wordFinder } from './words.js';

const hasNumber = (text: string): boolean => /\p{N}/u.test(text);

const inflected = oncePerList((verbs): readonly string[] =>
  verbs.flatMap((verb) => {
    const stem = verb.endsWith('e') ? verb.slice(0, -1) : verb;
    const doubled = /[aeiou][bdglmnprt]$/.test(verb) ? [`${verb}${verb.at(-1)}ed`, `${verb}${verb.at(-1)}ing`] : [];
    const plural = verb.endsWith('y')
      ? [`${verb.slice(0, -1)}ies`, `${verb.slice(0, -1)}ied`]
      : [`${verb}s`, `${verb}es`];
    return [verb, ...plural, `${stem}ed`, `${stem}ing`, ...doubled];
  }),
);

function vagueWordsIn(brief: Brief, policy: RequestPolicy): LintFinding[] {
  const find = wordFinder(policy.vagueWords);
  return textsOf(brief).flatMap(({ path, text }) =>
    find(text).map((found): LintFinding => ({ code: 'VAGUE_WORD', path, ...found })),
  );
}

/** Texts that promise a change and say no number, where no measure beside them says it. */
function targetsWithoutNumber(brief: Brief, policy: RequestPolicy): LintFinding[] {
  const find = wordFinder(policy.targetWords);
  const { context } = brief;
  const goal =
    context && context.expectedImpact === null ? [{ path: 'context.campaignGoal', text: context.campaignGoal }] : [];
  const criteria = brief.criteria
    .filter(({ measure }) => measure === null)
    .map(({ id, text }) => ({ path: `criteria.${id}.text`, text }));
  return [...criteria, ...goal]
    .filter(({ text }) => !hasNumber(text))
    .flatMap(({ path, text }) =>
      find(text)
        .slice(0, 1)
        .map((found): LintFinding => ({ code: 'TARGET_WITHOUT_NUMBER', path, ...found })),
    );
}

/** A criterion that states nothing to check. One with a number or a measure is testable as it is. */
function criteriaWithoutVerb(brief: Brief, policy: RequestPolicy): LintFinding[] {
  const find = wordFinder(inflected(policy.commonVerbs));
  return brief.criteria
    .filter(({ text, measure }) => measure === null && !hasNumber(text) && find(text).length === 0)
    .map(({ id, text }) => ({
      code: 'CRITERION_WITHOUT_VERB',
      path: `criteria.${id}.text`,
      word: text.split(/\s/)[0] ?? '',
      index: 0,
    }));
}

/** Warnings about a brief's wording (P7); never a refusal. In the order of code, then of the brief. */
export const lint = (brief: Brief, policy: RequestPolicy): LintFinding[] => [
  ...vagueWordsIn(brief, policy),
  ...targetsWithoutNumber(brief, policy),
  ...criteriaWithoutVerb(brief, policy),
];
