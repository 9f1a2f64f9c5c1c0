import { type ApiContext, Caller, Choice, Ctx, Flag, GlobalId, InputArg, Needs, Text } from '#libs/api-kit';
import { PostgresLogStore } from '#libs/event-log';
import { Directory } from '#libs/people';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { v5 as uuidV5 } from 'uuid';
import { type ItemChange, type ManyChanges, ManyRequests } from '../bulk/many-requests.js';
import { type ImportedRow, type ImportFormat, importRequest, type Label } from '../domain/index.js';
import { RequestReader } from '../request-reader.js';
import { SettingsReader } from '../settings/settings-reader.js';
import { settingsAsTheyStand, settingsIn } from '../settings/settings-stream.js';
import { importPayload } from './import-answer.js';
import { ImportFormatEnum, ImportPayload } from './import.type.js';
import { type PlannedFile, plannedFile } from './planned-rows.js';

const IMPORTS = '3f0c2b8e-5a52-5d0b-8c55-94c1f2d9a6b1';

@InputType({ description: 'A file of requests.' })
export class ImportRequestsInput {
  @Choice(ImportFormatEnum, { description: 'Where it comes from.' })
  format: ImportFormat;

  @Text({ description: 'The file as text: a header and at most 1,000 rows, 1 MB and 500 columns.' })
  csv: string;

  @GlobalId('Team', { description: 'The team that asks for all of it.' })
  consumerTeamId: string;

  @Flag({ description: 'True: only tell what would become of every row; nothing is stored and no number is drawn.' })
  dryRun: boolean;
}

/** What became of a file. */
export interface Imported extends Pick<ManyChanges, 'position' | 'replayed'> {
  readonly file: PlannedFile;
  readonly dryRun: boolean;
  /** By key: of every row that could be read. */
  readonly changes: ReadonlyMap<string, ItemChange>;
}

export class ImportRequests extends Command<Imported> {
  constructor(
    readonly input: ImportRequestsInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** The same row has the same id whoever imports it, under whatever idempotency key: its stream begins once. */
const requestIdOf = (workspaceId: string, format: ImportFormat, { key }: ImportedRow): string =>
  uuidV5(JSON.stringify([workspaceId, format, key]), IMPORTS);

@CommandHandler(ImportRequests)
export class ImportRequestsHandler implements ICommandHandler<ImportRequests> {
  constructor(
    private readonly many: ManyRequests,
    private readonly directory: Directory,
    private readonly store: PostgresLogStore,
  ) {}

  /** Twice through the rules: a number is drawn for what they let pass, and for nothing else. */
  async execute({ input, caller }: ImportRequests): Promise<Imported> {
    const { workspaceId } = caller.command;
    await this.directory.requireTeam(workspaceId, input.consumerTeamId, ['input', 'consumerTeamId']);
    const file = plannedFile(input.format, input.csv);
    const rows = file.rows.flatMap(({ row, again }) => (row === null || again ? [] : [row]));
    const tried = await this.tried(rows, input, caller);
    const passed = rows.filter((_, index) => tried.items[index]!.fate.kind === 'UNCHANGED');
    const isDone = input.dryRun || tried.replayed || passed.length === 0;
    const { items, position, replayed } = isDone ? tried : await this.made(rows, tried, input, caller);
    const changes = new Map(items.map((item, index) => [rows[index]!.key, item]));
    return { file, dryRun: input.dryRun, changes, position, replayed };
  }

  /** What the rules say of each row; stores nothing. A repeated command answers here with what it did. */
  private tried(rows: readonly ImportedRow[], input: ImportRequestsInput, caller: Caller): Promise<ManyChanges> {
    return this.many.decide({
      ...this.target(caller),
      items: rows.map((row) => ({
        requestId: requestIdOf(caller.command.workspaceId, input.format, row),
        rule: (state, context, others) => {
          importRequest(
            state,
            settingsIn(others, caller),
            { consumerTeamId: input.consumerTeamId, row, number: 1 },
            context,
          );
          return [];
        },
      })),
    });
  }

  // oxlint-disable-next-line max-params -- rows and what was said of them belong together
  private async made(
    rows: readonly ImportedRow[],
    { items }: ManyChanges,
    input: ImportRequestsInput,
    caller: Caller,
  ): Promise<ManyChanges> {
    const { workspaceId } = caller.command;
    const count = items.filter(({ fate }) => fate.kind === 'UNCHANGED').length;
    // A row that another import makes in this moment leaves a gap in the numbers.
    let number = (await this.store.nextNumbers(workspaceId, 'request', count)) - 1;
    return this.many.decide({
      ...this.target(caller),
      items: items.map(({ requestId, fate }, index) => {
        if (fate.kind === 'REFUSED') return { requestId, rule: refusing(fate.refusal) };
        const made = { consumerTeamId: input.consumerTeamId, row: rows[index]!, number: (number += 1) };
        return {
          requestId,
          rule: (state, context, others) => importRequest(state, settingsIn(others, caller), made, context),
        };
      }),
    });
  }

  private target(caller: Caller) {
    // A stream that has not begun has no version to guard; one that has is left alone.
    return { caller, guards: false, beside: [settingsAsTheyStand(caller)] } as const;
  }
}

const refusing = (refusal: Error) => (): never => {
  throw refusal;
};

@Resolver()
export class ImportRequestsMutation {
  constructor(
    private readonly bus: CommandBus,
    private readonly requests: RequestReader,
    private readonly settings: SettingsReader,
  ) {}

  @Mutation(() => ImportPayload, {
    description:
      'Makes drafts of the rows of a CSV file and tells of every row what became of it. A row is made once: its key (Jira: Issue key; ' +
      'Linear: ID; PLAIN: id, or else the whole row) is known from then on, and the same file imported again makes nothing again. ' +
      'Read are: JIRA Summary, Issue key, Issue Type, Description, Acceptance criteria, Audience, Labels; LINEAR Title, ID, Description, ' +
      'Labels; PLAIN title, id, type, context, audience, criteria, role, want, benefit, assets not needed, tracking not needed, labels; ' +
      'other columns are named in `unusedColumns`. Lists in a description become acceptance criteria unless there is a column of them; ' +
      '`Audience: …` and `As a …, I want …, so that …` are understood; labels are put on when they are defined. ' +
      'CSV_UNREADABLE for a file that cannot be read, LIMIT_REACHED beyond 1,000 rows or 1 MB, NOT_FOUND for the team; of a row ' +
      'PII_NOT_ALLOWED, VALIDATION_FAILED, BRIEF_STORY_INCOMPLETE, LIMIT_REACHED.',
  })
  @Needs('request.import')
  async importRequests(
    @InputArg() input: ImportRequestsInput,
    @Caller() caller: Caller,
    @Ctx() context: ApiContext,
  ): Promise<ImportPayload> {
    const imported = await this.bus.execute(new ImportRequests(input, caller));
    return importPayload(imported, {
      requests: this.requests,
      labels: await this.labelsFor(imported, caller, context),
    });
  }

  /** The labels of the workspace, when a row names any. */
  private async labelsFor({ file }: Imported, caller: Caller, context: ApiContext): Promise<readonly Label[]> {
    if (!file.rows.some(({ row }) => row !== null && row.labels.length > 0)) return [];
    return (await this.settings.of(caller.command.workspaceId, context)).labels;
  }
}
