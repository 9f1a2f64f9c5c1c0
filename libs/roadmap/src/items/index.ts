import { historyOf } from '#libs/api-kit';
import type { Provider } from '@nestjs/common';
import { roadmapItem } from '../domain/index.js';
import { AgreeItemHandler, AgreeItemMutation } from './agree-item.js';
import { AssessCampaignWorthinessHandler, AssessCampaignWorthinessMutation } from './assess-worthiness.js';
import { CampaignWorthyView } from './campaign-worthy.view.js';
import { CommitItemHandler, CommitItemMutations, StartItemHandler, UncommitItemHandler } from './commit-item.js';
import { DescribeItemMutations, SetItemConfidenceHandler, SetItemVisibilityHandler } from './describe-item.js';
import { DropItemHandler, EndItemMutations, MeasureItemHandler, ReviveItemHandler } from './end-item.js';
import { ItemCommands } from './item-payload.js';
import { ItemParties } from './item-parties.js';
import { RoadmapItemObject } from './item.type.js';
import { ItemReader } from './item-reader.js';
import { ItemViews } from './items.view.js';
import { AnswerItemSuggestionHandler, MoveItemMutations, RescheduleItemHandler } from './move-item.js';
import { PlanItemHandler, PlanItemMutation } from './plan-item.js';
import { ProposeRoadmapItemHandler, ProposeRoadmapItemMutation } from './propose-item.js';
import { ReviseRoadmapItemHandler, ReviseRoadmapItemMutation } from './revise-item.js';
import { RevertShipmentHandler, ShipItemHandler, ShipItemMutations } from './ship-item.js';
import '../problems.js';
import { summaryOf } from '../summary.js';
import './subject.js';

const handlers: Provider[] = [
  ProposeRoadmapItemHandler,
  ReviseRoadmapItemHandler,
  PlanItemHandler,
  SetItemConfidenceHandler,
  SetItemVisibilityHandler,
  AgreeItemHandler,
  CommitItemHandler,
  UncommitItemHandler,
  StartItemHandler,
  RescheduleItemHandler,
  AnswerItemSuggestionHandler,
  ShipItemHandler,
  RevertShipmentHandler,
  MeasureItemHandler,
  DropItemHandler,
  ReviveItemHandler,
  AssessCampaignWorthinessHandler,
];

const mutations: Provider[] = [
  ProposeRoadmapItemMutation,
  ReviseRoadmapItemMutation,
  PlanItemMutation,
  DescribeItemMutations,
  AgreeItemMutation,
  CommitItemMutations,
  MoveItemMutations,
  ShipItemMutations,
  EndItemMutations,
  AssessCampaignWorthinessMutation,
];

export const itemsParts: Provider[] = [
  ItemReader,
  ItemCommands,
  ItemParties,
  ItemViews,
  CampaignWorthyView,
  ...handlers,
  ...mutations,
  historyOf(() => RoadmapItemObject, 'roadmap.read', { streamType: roadmapItem.type, summaryOf }),
];
