import {
  type ApiContext,
  badUserInput,
  Ctx,
  CursorCodec,
  type FilterValue,
  limitExceeded,
  named,
  Needs,
  Reader,
  ReadsFrom,
  sql,
  toGlobalId,
} from '#libs/api-kit';
import { Args, ArgsType, Field, Info, Int, Query, Resolver } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString } from 'class-validator';
import type { GraphQLResolveInfo } from 'graphql';
import pg from 'pg';
import { fieldNames } from '../field-names.js';
import { requestFilter } from '../request-filter.js';
import { RequestPages } from '../request-pages.js';
import { columnsOf, type ListedRequest } from '../types/to-request.js';
import { type FoundRow, MARK, type MarkedDocument, MOST_RANKED, searchPage } from './search-page.js';
import { MOST_CHARACTERS, searchQuery } from './search-query.js';
import { REQUEST_SEARCH } from './search.projection.js';
import { FoundIn, type Highlight, RequestMatchConnection, type SearchSnippet } from './search.type.js';

/** Matches of one page at most: words are marked in each. */
const MOST = 50;

@ArgsType()
export class SearchRequestsArgs {
  @Field(() => String, {
    description:
      `What to look for, at most ${MOST_CHARACTERS} characters: all words have to be there, \`"a phrase"\` as it stands, \`or\` ` +
      'between two, `-word` not. The last word may be its beginning, from three letters on.',
  })
  @IsString()
  text: string;

  @Field(() => Int, { defaultValue: 20, description: `How many, 1 to ${MOST}.` })
  @IsInt()
  first: number;

  @Field(() => String, { nullable: true, description: 'Only what comes after this cursor of the same search.' })
  @IsOptional()
  @IsString()
  after?: string | null;

  @requestFilter.Arg()
  filter?: FilterValue | null;
}

type Found = FoundRow & Partial<ListedRequest>;

/** Full-text search: one statement reads what was typed, one finds, and one looks up the people of the requests found. */
@Resolver()
export class RequestSearch {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly pages: RequestPages,
  ) {}

  @Query(() => RequestMatchConnection, {
    description:
      'Requests you may see, by words of their title, brief and dialogue or of one comment, the best match first; in every language, small ' +
      `and capital letters alike, accents left aside. At most ${MOST_RANKED} of the requests and comments that fit are ranked, those ` +
      'changed last: `capped` tells when there may be more. BAD_USER_INPUT when there is no word to look for, LIMIT for too much.',
  })
  @Needs('request.read')
  @ReadsFrom(REQUEST_SEARCH)
  async searchRequests(
    @Args() args: SearchRequestsArgs,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RequestMatchConnection> {
    const { text, first, after } = args;
    if (first < 1) throw badUserInput('Ask for one match at least.');
    if (first > MOST) throw limitExceeded(`At most ${MOST} matches on a page.`, MOST);
    // A cursor is good for the same search of the same workspace.
    const tag = JSON.stringify([REQUEST_SEARCH, reader.viewer.workspaceId, text, args.filter ?? null]);
    const found = await searchPage<Partial<ListedRequest>>({
      db: this.pool,
      reader,
      query: await searchQuery(this.pool, text),
      filter: args.filter ? requestFilter.where(args.filter) : null,
      columns: columnsOf(fieldNames(info)).map((column) => sql`r.${named(column)}`),
      size: first,
      after: after == null ? null : this.placeOf(tag, after),
    });
    return this.connection(found, { args, tag, reader, context });
  }

  private placeOf(tag: string, cursor: string): [string, string] {
    const [rank, id] = this.cursors.decode(tag, cursor);
    return [rank ?? '', id ?? ''];
  }

  private async connection(
    found: readonly Found[],
    { args, tag, reader, context }: { args: SearchRequestsArgs; tag: string; reader: Reader; context: ApiContext },
  ): Promise<RequestMatchConnection> {
    const rows = found.filter((row): row is Found & ListedRequest => row.request_id != null).slice(0, args.first);
    const requests = await this.pages.listed(rows, reader, context);
    const edges = rows.map(({ rank, places, request_id }, index) => ({
      cursor: this.cursors.encode(tag, [rank, request_id]),
      node: { request: requests[index]!, rank: Number(rank), snippets: (places ?? []).flatMap(snippetsOf(request_id)) },
    }));
    return {
      edges,
      nodes: edges.map(({ node }) => node),
      pageInfo: {
        hasNextPage: found.length > args.first,
        hasPreviousPage: args.after != null,
        ...endsOf(edges),
      },
      ...figuresOf(found),
    };
  }
}

const endsOf = (edges: readonly { readonly cursor: string }[]) => ({
  startCursor: edges[0]?.cursor ?? null,
  endCursor: edges.at(-1)?.cursor ?? null,
});

/** They stand in every row, and there is one at least. */
const figuresOf = ([row]: readonly FoundRow[]) => ({
  totalCount: Promise.resolve(row?.total ?? 0),
  capped: row?.capped ?? false,
});

const PARTS = [
  ['title', FoundIn.TITLE],
  ['brief', FoundIn.BRIEF],
  ['dialogue', FoundIn.DIALOGUE],
  ['comment', FoundIn.COMMENT],
] as const;

/** The parts of a document in which words are marked. */
const snippetsOf =
  (requestId: string) =>
  (document: MarkedDocument): SearchSnippet[] =>
    PARTS.flatMap(([part, foundIn]) => {
      const marked = document[part];
      if (marked === null || !marked.includes(MARK.start)) return [];
      const commentId = document.id === requestId ? null : toGlobalId('Comment', document.id);
      return [{ foundIn, ...unmarked(marked), commentId }];
    });

/** The text without its marks, and where they stood. */
export function unmarked(marked: string): { text: string; highlights: Highlight[] } {
  let text = '';
  const highlights: Highlight[] = [];
  for (const piece of marked.split(MARK.start)) {
    const [word, ...rest] = piece.split(MARK.end);
    if (rest.length > 0) highlights.push({ start: text.length, end: text.length + word!.length });
    text += piece.replaceAll(MARK.end, '');
  }
  return { text, highlights };
}
