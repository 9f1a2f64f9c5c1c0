import { parse } from 'graphql';
import { asOfParameter, type Picture, type Variables } from './picture.js';
import { riskMatrixWords } from './risk-matrix-words.js';
import { type MatrixAnswer, riskMatrixSvg } from './risk-matrix-svg.js';

const document = parse(`query Picture($stage: RiskStage! = CURRENT, $asOf: AsOf, $teamId: ID, $propertyId: ID,
    $ofTeam: ID! = "", $ofProperty: ID! = "") {
  team: node(id: $ofTeam) { ... on Team { name } }
  property: node(id: $ofProperty) { ... on Property { name } }
  riskMatrix(stage: $stage, asOf: $asOf, teamId: $teamId, propertyId: $propertyId) {
    stage day exposure rated notRated matrixVersion bands { band count }
    cells { likelihood impact band count risks(first: 6) { reference } } } }`);

/** Names beside the ids: a picture tells whose risks it shows. */
const named = (variables: Variables): Variables => ({
  ...variables,
  ofTeam: variables['teamId'] ?? '',
  ofProperty: variables['propertyId'] ?? '',
});

/** The risk matrix, for a browser and for a chat. */
export const riskMatrixPicture: Picture = {
  name: 'risk-matrix',
  url: '/risk/risk-matrix.svg',
  document,
  rights: ['risk.read', 'people.read', 'property.read'],
  variables({ stage, asOf, team = null, property = null }) {
    return {
      ...(stage !== undefined && { stage }),
      asOf: asOfParameter(asOf),
      teamId: team,
      propertyId: property,
    };
  },
  prepared: named,
  told: (answer) => riskMatrixWords(answer as MatrixAnswer),
  draw: (answer) => riskMatrixSvg(answer as MatrixAnswer),
};
