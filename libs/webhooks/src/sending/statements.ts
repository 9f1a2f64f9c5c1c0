import { LONGEST_FAILING_DAYS } from '../domain/index.js';

/** A receiver that failed so often in a row is asked one thing at a time until it answers well again. */
export const TROUBLED = 3;

const NOW = `coalesce($1::timestamptz, clock_timestamp())`;
const IN_FLIGHT = (of: string) =>
  `(select count(*) from webhooks.delivery c where c.workspace_id = ${of}.workspace_id and c.webhook_id = ${of}.webhook_id
     and c.claimed_until > ${NOW})`;
const DUE = `d.state = 'PENDING' and d.next_at <= ${NOW} and (d.claimed_until is null or d.claimed_until <= ${NOW})`;
const PRESENT = `r.until_position = 9223372036854775807 and r.status = 'ACTIVE'`;

const BUSY_LANES = `
from webhooks.lane l join webhooks.webhook_row r on r.workspace_id = l.workspace_id and r.webhook_id = l.webhook_id and ${PRESENT}
where exists (select from webhooks.delivery d where d.workspace_id = l.workspace_id and d.webhook_id = l.webhook_id and ${DUE})
  and ${IN_FLIGHT('l')} < case when l.failures >= ${TROUBLED} then 1 else $2::int end
  and ($3::boolean or l.failures < ${TROUBLED})`;

/** Whether any receiver has something due and room for it: what an idle process asks, without a transaction. */
export const ANY_DUE = `select exists (select ${BUSY_LANES}) as due`;

/** Locks receivers that have something due and room for it; $2: most at once of one receiver, $3: also those in trouble, $4: receivers. */
export const LANES = `
select l.workspace_id, l.webhook_id, case when l.failures >= ${TROUBLED} then 1 else $2::int end as most
${BUSY_LANES}
order by l.claimed_at nulls first limit $4
for update of l skip locked`;

/** In a statement of its own, so that it sees what others claimed before the receivers were locked; $5: all that may be claimed. */
export const CLAIM = `
with x as (
  select * from unnest($2::uuid[], $3::uuid[], $4::int[]) as x(workspace_id, webhook_id, most)
), picked as (
  select p.workspace_id, p.delivery_id from x cross join lateral (
    select d.workspace_id, d.delivery_id, d.next_at from webhooks.delivery d
    where d.workspace_id = x.workspace_id and d.webhook_id = x.webhook_id and ${DUE}
    order by d.next_at, d.position limit greatest(0, x.most - ${IN_FLIGHT('x')})
  ) p limit $5
), lanes as (
  update webhooks.lane l set claimed_at = ${NOW} from x where l.workspace_id = x.workspace_id and l.webhook_id = x.webhook_id
)
update webhooks.delivery d set claim = d.claim + 1, claimed_until = ${NOW} + $6 * interval '1 millisecond'
from picked, webhooks.webhook_row r, webhooks.lane l
where d.workspace_id = picked.workspace_id and d.delivery_id = picked.delivery_id and d.state = 'PENDING'
  and r.workspace_id = d.workspace_id and r.webhook_id = d.webhook_id and ${PRESENT}
  and l.workspace_id = d.workspace_id and l.webhook_id = d.webhook_id
returning d.workspace_id, d.delivery_id, d.webhook_id, d.stream_id, d.position::float8 as position, d.tries, d.claim,
  r.course, r.document->'terms' as terms, l.failures >= ${TROUBLED} as troubled`;

/**
 * Writes what became of a delivery, and what that says of its receiver. No row: it was claimed by another one since, and this one's word
 * counts no more. $4: state, $5: milliseconds to the next try, $6..$9: the attempt, $10: whether it was delivered, $11: gone, $12: course.
 */
export const RECORD = `
with d as (
  update webhooks.delivery set attempts = attempts + 1, tries = tries + 1, state = $4, claimed_until = null,
    next_at = ${NOW} + $5 * interval '1 millisecond', settled_at = case when $4 <> 'PENDING' then ${NOW} end
  where workspace_id = $2 and delivery_id = $3 and claim = $13 and state = 'PENDING' and claimed_until is not null
  returning workspace_id, delivery_id, webhook_id, attempts
), attempted as (
  insert into webhooks.attempt (workspace_id, delivery_id, number, at, status_code, duration_ms, answer, error)
  select workspace_id, delivery_id, attempts, ${NOW}, $6::int, $7::int, $8::text, $9::text from d
), judged as (
  update webhooks.lane l set course = $12,
    failures = case when $10 then 0 when l.course = $12 then l.failures + 1 else 1 end,
    failing_since = case when $10 then null when l.course = $12 then coalesce(l.failing_since, ${NOW}) else ${NOW} end,
    gone = $11,
    last_success_at = case when $10 then ${NOW} else l.last_success_at end,
    last_failure_at = case when $10 then l.last_failure_at else ${NOW} end
  from d where l.workspace_id = d.workspace_id and l.webhook_id = d.webhook_id and l.course <= $12
)
select attempts from d`;

/** Given back untried; $5: milliseconds until it is due again. */
export const GIVE_BACK = `
update webhooks.delivery set claimed_until = null, next_at = greatest(next_at, ${NOW} + $5 * interval '1 millisecond')
where workspace_id = $2 and delivery_id = $3 and claim = $4 and state = 'PENDING'`;

/** Active webhooks whose receiver is gone, or has failed for too long without a single success. */
export const HOPELESS = `
select l.workspace_id, l.webhook_id, l.course, l.gone from webhooks.lane l
join webhooks.webhook_row r on r.workspace_id = l.workspace_id and r.webhook_id = l.webhook_id and ${PRESENT} and r.course = l.course
where l.gone or l.failing_since <= ${NOW} - interval '${LONGEST_FAILING_DAYS} days' limit 100`;

/** Days for which what was delivered, and what was not, is remembered. */
export const KEEP_DAYS = { delivered: 30, others: 90 };

const ofRemoved = (table: string) =>
  `delete from webhooks.${table} where ctid = any(array(select t.ctid from webhooks.${table} t
     join webhooks.webhook_row r on r.workspace_id = t.workspace_id and r.webhook_id = t.webhook_id
       and r.until_position = 9223372036854775807 and r.status = 'REMOVED'
     where ${NOW} is not null limit $2))`;

/** One batch of each: nothing of it holds locks for long. */
export const FORGET = [
  `delete from webhooks.delivery where ctid = any(array(select ctid from webhooks.delivery
     where state = 'DELIVERED' and settled_at < ${NOW} - interval '${KEEP_DAYS.delivered} days' limit $2))`,
  `delete from webhooks.delivery where ctid = any(array(select ctid from webhooks.delivery
     where state = 'FAILED' and settled_at < ${NOW} - interval '${KEEP_DAYS.others} days' limit $2))`,
  // What still waits after so long belongs to a webhook that was disabled.
  `delete from webhooks.delivery where ctid = any(array(select ctid from webhooks.delivery
     where state = 'PENDING' and created_at < ${NOW} - interval '${KEEP_DAYS.others} days' limit $2))`,
  ...['delivery', 'secret', 'lane'].map(ofRemoved),
  `delete from webhooks.secret where ctid = any(array(select ctid from webhooks.secret
     where expires_at < ${NOW} - interval '1 day' limit $2))`,
];
