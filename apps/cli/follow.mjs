// Follows the log, and comes back after every cut: TWOLANE_TOKEN=twl_… node follow.mjs http://localhost:3000 [position]
let [, , url, after = ''] = process.argv;
const headers = { authorization: `Bearer ${process.env.TWOLANE_TOKEN}` };
for (let rest = ''; ; rest = await new Promise((resolve) => setTimeout(resolve, 1000, ''))) {
  const events = `${url}/events?follow=true&from=beginning&after=${after}`;
  const answer = await fetch(events, { headers }).catch((e) => console.error(`${e.cause ?? e}`) ?? new Response());
  if (answer.status >= 400 && answer.status < 500) throw new Error(await answer.text());
  const write = (text) => void (rest = (rest + text).replace(/.*\n/g, take));
  const texts = answer.body?.pipeThrough(new TextDecoderStream());
  await texts?.pipeTo(new WritableStream({ write })).catch(() => {});
}
function take(line) {
  const { position = after, type } = JSON.parse(line.trim() || '{}');
  return (type && console.log(line.trim()), (after = position), '');
}
