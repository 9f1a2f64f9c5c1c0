import { Caller, Choice, Flag, GlobalId, InputArg, Needs, Nested, Text } from '#libs/api-kit';
import { PeopleReads } from '#libs/people';
import { type Fate, RequestReader } from '#libs/requests';
import { requireRoom } from '#libs/vocabulary';
import { Refusal } from '#libs/event-log';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { Activity } from '../../domain/index.js';
import { ActivityEnum } from '../../enums.js';
import { TimeDesk } from '../time-desk.js';
import { TimeEntryReader } from '../time-entry-reader.js';
import { TimeEntries } from '../to-time-entry.js';
import type { TimeImportFormat } from './columns.js';
import { type ManyTimesDecided, TimeImports, type TimeItem } from './decide-times.js';
import { timeImportPayload } from './import-answer.js';
import { TimeImportFormatEnum, TimeImportPayload } from './import.type.js';
import { type Lexicon, personIn, type PlannedTimes, plannedTimes, requestIn } from './planned-times.js';
import type { ImportedTime } from './reading.js';

/** Words one import explains at most, of people and of issues each. */
const MOST_WORDS = 500;

@InputType({ description: 'Whom a file means.' })
export class ImportedPersonInput {
  @Text({ description: 'As the file writes it: a name, a login or an address. Small and capital letters are alike.' })
  name: string;

  @GlobalId('Person', { description: 'Who that is.' })
  personId: string;
}

@InputType({ description: 'What a file means by an issue.' })
export class ImportedIssueInput {
  @Text({ description: 'As the file writes it, e.g. `WEB-12`.' })
  key: string;

  @GlobalId('Request', { description: 'The request it stands for.' })
  requestId: string;
}

@InputType({ description: 'A file of time.' })
export class ImportTimeEntriesInput {
  @GlobalId('Agreement', { description: 'The agreement all of it is billed under.' })
  agreementId: string;

  @Choice(TimeImportFormatEnum, { description: 'Where it comes from.' })
  format: TimeImportFormat;

  @Text({ description: 'The file as text: a header and at most 1,000 rows, 1 MB and 500 columns.' })
  csv: string;

  @Flag({ description: 'True: only tell what would become of every row; nothing is stored.' })
  dryRun: boolean;

  @Nested(() => ImportedPersonInput, {
    each: true,
    nullable: true,
    description: 'Whom it means, at most 500; others are found by their name or address when only one person has it.',
  })
  people?: ImportedPersonInput[] | null;

  @Nested(() => ImportedIssueInput, {
    each: true,
    nullable: true,
    description: 'What its issues stand for, at most 500; `REQ-12` needs no saying.',
  })
  issues?: ImportedIssueInput[] | null;

  @Choice(ActivityEnum, {
    nullable: true,
    description: 'The kind of work of rows that name none of ours; BUILD unless told.',
  })
  activity?: Activity | null;
}

/** What became of a file. */
export interface ImportedTimes extends Pick<ManyTimesDecided, 'position' | 'replayed'> {
  readonly agreementId: string;
  readonly zone: string;
  readonly dryRun: boolean;
  readonly file: PlannedTimes;
  /** In the order of the rows. */
  readonly fates: readonly Fate[];
}

export class ImportTimeEntries extends Command<ImportedTimes> {
  constructor(
    readonly input: ImportTimeEntriesInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

const lowered = <T>(words: readonly T[], wordOf: (one: T) => string, idOf: (one: T) => string) =>
  new Map(words.map((one) => [wordOf(one).trim().toLowerCase(), idOf(one)]));

@CommandHandler(ImportTimeEntries)
export class ImportTimeEntriesHandler implements ICommandHandler<ImportTimeEntries> {
  constructor(
    private readonly times: TimeImports,
    private readonly desk: TimeDesk,
    private readonly people: PeopleReads,
    private readonly requests: RequestReader,
  ) {}

  async execute({ input, caller }: ImportTimeEntries): Promise<ImportedTimes> {
    const { agreementId, format, csv, dryRun, activity } = input;
    const zone = await this.desk.zoneOf(caller.command.workspaceId, agreementId);
    const file = plannedTimes({ format, csv, activity: activity ?? 'BUILD' }, zone);
    const read = file.rows.flatMap(({ row }) => row ?? []);
    const lexicon = await this.lexicon(read, input, caller);
    const items = file.rows.map(({ row, refusal }) => (row === null ? refusal! : itemOf(row, lexicon, format)));
    // Refused rows go along: a repetition tells of them what was told then, whoever is known by now.
    const { fates, position, replayed } = await this.times.decide({ agreementId, zone, items, caller, dryRun });
    return { agreementId, zone, dryRun, file, fates, position, replayed };
  }

  /** @throws LimitReached; NotFound for a person who is not in the workspace */
  private async lexicon(
    rows: readonly ImportedTime[],
    { people, issues }: ImportTimeEntriesInput,
    { command: { workspaceId }, viewer }: Caller,
  ): Promise<Lexicon> {
    const said = await this.peopleSaid(workspaceId, people ?? []);
    requireRoom(issues?.length ?? 0, MOST_WORDS, { what: 'issues', path: ['input', 'issues'] });
    const words = rows.map(({ person }) => person.toLowerCase()).filter((word) => word !== '' && !said.has(word));
    const numbers = rows.flatMap(({ requestNumber }) => requestNumber ?? []);
    const [found, byNumber] = await Promise.all([
      words.length === 0 ? new Map<string, string>() : this.people.byNameOrAddress(workspaceId, [...new Set(words)]),
      numbers.length === 0 ? new Map<number, string>() : this.requests.idsByNumber(workspaceId, [...new Set(numbers)]),
    ]);
    return {
      people: new Map([...found, ...said]),
      issues: lowered(
        issues ?? [],
        ({ key }) => key,
        ({ requestId }) => requestId,
      ),
      numbers: byNumber,
      nobodyNamed: viewer.personId,
    };
  }

  private async peopleSaid(workspaceId: string, people: readonly ImportedPersonInput[]): Promise<Map<string, string>> {
    const path = ['input', 'people'];
    requireRoom(people.length, MOST_WORDS, { what: 'people', path });
    const said = lowered(
      people,
      ({ name }) => name,
      ({ personId }) => personId,
    );
    await this.desk.requirePeople(workspaceId, [...said.values()], path);
    return said;
  }
}

/** What a row asks to record, or why it cannot. */
function itemOf(row: ImportedTime, lexicon: Lexicon, format: TimeImportFormat): TimeItem | Refusal {
  try {
    const { entryId, workedOn, startedAt, minutes, activity, billable, note } = row;
    const personId = personIn(lexicon, row);
    const reason = `Imported (${format})`;
    const work = { entryId, personId, workedOn, startedAt, minutes, activity, billable, note, reason };
    return { requestId: requestIn(lexicon, row), work };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error;
  }
}

@Resolver()
export class ImportTimeEntriesMutation {
  constructor(
    private readonly bus: CommandBus,
    private readonly reader: TimeEntryReader,
    private readonly entries: TimeEntries,
  ) {}

  @Mutation(() => TimeImportPayload, {
    description:
      'Records the rows of a CSV file as time and tells of every row what became of it; each stands or falls alone, by the rules of ' +
      'recordTime. A row is recorded once: its id in the tool (TEMPO: Worklog id; KIMAI and PLAIN: id), or else the whole row, becomes ' +
      'the id of its entry, e.g. `tempo-1234`, and the same file imported again records nothing again. The request is the one of ' +
      '`REQ-12` in the column of issues or in a text, or as `issues` says; a row without one is work without a request. Lengths are ' +
      '`1.5`, `1,5`, `1:30`, `1h 30m` or seconds; days `2026-02-25`, `25.02.2026` or `25/Feb/26`; times without an offset are those ' +
      'of the agreement’s zone. Other columns are named in `unusedColumns`. CSV_UNREADABLE for a file that cannot be read, ' +
      'LIMIT_REACHED beyond 1,000 rows or 1 MB, NOT_FOUND for the agreement; of a row what recordTime is refused for, and NOT_FOUND ' +
      'for a person or an issue nobody knows.',
  })
  @Needs('time.import')
  async importTimeEntries(
    @InputArg() input: ImportTimeEntriesInput,
    @Caller() caller: Caller,
  ): Promise<TimeImportPayload> {
    const imported = await this.bus.execute(new ImportTimeEntries(input, caller));
    return timeImportPayload(imported, this.reader, this.entries);
  }
}
