/** The request list with the names beside it, as one would write it by hand. $1 workspace, $2 how many. */
export const LIST_SQL = `
select r.request_id as id, r.number, r.title, r.status, r.type, r.waiting_on as "waitingOn", r.completeness as "completenessPercent",
  r.updated_at as "updatedAt",
  json_build_object('id', p.person_id, 'name', p.name) as requester,
  json_build_object('id', t.team_id, 'name', t.name) as "consumerTeam"
from requests.request_row r
left join people.person p on p.workspace_id = r.workspace_id and p.person_id = r.requester_id
left join people.team t on t.workspace_id = r.workspace_id and t.team_id = r.consumer_team_id
where r.workspace_id = $1
order by r.updated_at desc, r.request_id desc limit $2::int`;
