import { LocalDate, Needs, Reader, rowsOf, sql } from '#libs/api-kit';
import { fullViewer } from '#libs/people';
import { PictureMoments } from '#libs/risk';
import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import pg from 'pg';
import type { Alignment } from '../domain/index.js';
import { ItemReader } from '../items/item-reader.js';
import type { StoredItem } from '../items/to-item.js';
import { AlignmentReader, type Alignments } from './alignment-reader.js';
import {
  CadenceOverlayType,
  type CampaignAlignmentType,
  type CampaignQuarterType,
  RoadmapAlignmentType,
} from './alignment.type.js';
import { heldAt, inScope, type RoadmapAt, shownColumns, startOrInfinity } from './held.js';
import { endsIn, isCampaignKind, meets, type Quarter, quartersBetween } from './overlay.js';
import { PastArgs } from './roadmap-args.js';

/** Items of an overlay. */
const MOST = 1_000;

@ArgsType()
class OverlayArgs extends PastArgs {
  @Field(() => LocalDate, { description: 'A day of the first quarter, e.g. `2026-01-01`.' })
  @IsString()
  from: string;

  @Field(() => LocalDate, { description: 'A day of the last quarter, e.g. `2026-06-30`: at most 8 quarters.' })
  @IsString()
  to: string;
}

const itemsIn =
  ({ rows }: Alignments, items: ItemReader, reader: Reader) =>
  (itemId: string) =>
    items.show(rows.get(itemId)!, reader);

/** Campaigns and the features they need (P42). */
@Resolver()
export class AlignmentView {
  constructor(
    private readonly pool: pg.Pool,
    private readonly reader: AlignmentReader,
    private readonly moments: PictureMoments,
    private readonly items: ItemReader,
  ) {}

  @Query(() => RoadmapAlignmentType, {
    complexity: 100,
    description:
      'Every campaign and event still to come beside everything it needs: ready in time when the end of that and the buffer in working days ' +
      'are no later than its start. As the windows stood, by working days as they are known now. INSTANT_NOT_PAST, INVALID_POSITION.',
  })
  @Needs('roadmap.read')
  async alignment(@Args() { asOf }: PastArgs, @Reader() reader: Reader): Promise<RoadmapAlignmentType> {
    const { workspaceId, timeZone } = fullViewer(reader.viewer);
    const { position } = await this.moments.of(reader, asOf);
    const found = await this.reader.at({ workspaceId, position }, timeZone);
    const item = itemsIn(found, this.items, reader);
    return {
      pairs: found.pairs.map((pair) => this.shownPair(pair, found, reader)),
      conflicts: found.conflicts.map(({ fromId, toId, bufferWorkingDays }) => {
        const [from, to] = [item(fromId), item(toId)];
        return { fromId: from.id, from, toId: to.id, to, bufferWorkingDays };
      }),
      truncated: found.truncated,
      asOfPosition: position,
    };
  }

  @Query(() => CadenceOverlayType, {
    complexity: 200,
    description:
      'Campaigns by quarters beside what is delivered all the time, and what ends in which quarter with the campaigns that wait for it. ' +
      'INSTANT_NOT_PAST, INVALID_POSITION; VALIDATION_FAILED for no quarter or more than 8.',
  })
  @Needs('roadmap.read')
  async cadenceOverlay(@Args() { asOf, from, to }: OverlayArgs, @Reader() reader: Reader): Promise<CadenceOverlayType> {
    const { workspaceId, timeZone } = fullViewer(reader.viewer);
    const quarters = quartersBetween(from, to);
    const { position } = await this.moments.of(reader, asOf);
    const at = { workspaceId, position };
    const found = await this.reader.at(at, timeZone);
    const rows = await this.within(at, quarters);
    return {
      quarters: quarters.map((quarter) => this.shownQuarter(quarter, rows.slice(0, MOST), found, reader)),
      truncated: found.truncated || rows.length > MOST,
      asOfPosition: position,
    };
  }

  /** Whatever meets the quarters, by start. */
  private within(at: RoadmapAt, quarters: readonly Quarter[]): Promise<StoredItem[]> {
    const span = { from: quarters[0]!.start, to: quarters.at(-1)!.end };
    return rowsOf<StoredItem>(
      this.pool,
      sql`SELECT ${shownColumns} FROM roadmap.item_version v WHERE ${heldAt(at)} AND ${inScope(span)}
        ORDER BY ${startOrInfinity}, v.number LIMIT ${MOST + 1}`,
    );
  }

  private shownQuarter(
    quarter: Quarter,
    rows: readonly StoredItem[],
    found: Alignments,
    reader: Reader,
  ): CampaignQuarterType {
    const show = (row: StoredItem) => this.items.show(row, reader);
    const meeting = rows.filter(({ document }) => meets(document, quarter));
    const features = meeting.filter(({ document }) => !isCampaignKind(document));
    const neededBy = (row: StoredItem) => found.pairs.filter(({ neededId }) => neededId === row.item_id);
    return {
      quarter: quarter.name,
      start: quarter.start,
      end: quarter.end,
      campaigns: meeting.filter(({ document }) => isCampaignKind(document)).map(show),
      inDelivery: features.filter(({ document }) => document.status === 'IN_DELIVERY').map(show),
      ending: features
        .filter(({ document }) => endsIn(document, quarter))
        .map((row) => ({
          item: show(row),
          neededBy: neededBy(row).map((pair) => this.shownPair(pair, found, reader)),
        })),
    };
  }

  private shownPair(pair: Alignment, found: Alignments, reader: Reader): CampaignAlignmentType {
    const item = itemsIn(found, this.items, reader);
    const [campaign, needed] = [item(pair.campaignId), item(pair.neededId)];
    return { ...pair, campaignId: campaign.id, campaign, neededId: needed.id, needed };
  }
}
