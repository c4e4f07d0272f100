// Takes the connections that wait before it goes on with requests. Node takes one connection in each turn of its event loop: where a turn takes many
// milliseconds, because hundreds ask at once, thousands would wait for seconds until they are told anything, if only to come again later.
import type { Server } from 'node:http';

/** Turns in a row that each brought a connection, after which it is a crowd. */
const crowdTurns = 3;
/** Milliseconds that requests wait for a crowd at most. */
const usualWaitMs = 20;

/** Gives what begins requests: at once, or, while a crowd of connections is taken, after that. */
export const afterCrowd = (server: Server, longestWaitMs = usualWaitMs): ((begin: () => void) => void) => {
  const waiting: (() => void)[] = [];
  let [waitingSince, turns, isTaken, isWatching] = [0, 0, false, false];
  const beginAll = (): void => {
    for (const begin of waiting.splice(0)) begin();
  };
  const watch = (): void => {
    turns = isTaken ? turns + 1 : 0;
    isWatching = isTaken;
    if (!isTaken || performance.now() - waitingSince > longestWaitMs) beginAll();
    isTaken = false;
    if (isWatching) setImmediate(watch);
  };
  server.on('connection', () => {
    isTaken = true;
    if (isWatching) return;
    isWatching = true;
    setImmediate(watch);
  });
  return (begin) => {
    if (turns < crowdTurns) return begin();
    if (waiting.length === 0) waitingSince = performance.now();
    waiting.push(begin);
  };
};
