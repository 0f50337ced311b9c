// Has the server's networks sent to this page: those that it does not have yet, once a visit, the large ones when the pen
// rests. The engine keeps them from one visit of this page to the next.

import {withEngine} from './page_engine.js';

const LARGE = 500_000; // bytes; reading as much takes the browser as long as some frames
const REST = 600; // milliseconds without the pen, so that a digit's next stroke is not held up
const REHEARSALS = 4;
const LOOK = 200; // milliseconds from one look at the pen to the next

/** @typedef {{offered: Record<string, number>, networks: Record<string, import('./network.js').Description>}} Data */

/** @type {WeakMap<ParentNode, number>} the timer that waits for the pen, by the component's element */
const waiting = new WeakMap();

/**
 * @param {{data: Data, parentElement: ParentNode, setStateValue: (name: 'wanted', value: string[]) => void}} component
 *   `offered` are the bytes of each network that answers on this page, by its model's id
 */
export default function lend({data, parentElement, setStateValue}) {
  clearTimeout(waiting.get(parentElement));
  const giveUp = withEngine(engine => {
    for (const [id, network] of Object.entries(data.networks)) {
      engine.setNetwork(id, network);
      rehearse(engine, id);
    }
    for (const id of engine.lent) if (!(id in data.offered)) engine.setNetwork(id, null);
    engine.lent = new Set(Object.keys(data.offered));
    const missing = Object.keys(data.offered).filter(id => !engine.network(id));
    const small = missing.filter(id => data.offered[id] < LARGE);
    const sent = Object.keys(data.networks);

    /** @param {string[]} ids */
    const want = ids => {
      if (ids.join() !== sent.join()) setStateValue('wanted', ids);
    };
    const whenCalm = () => {
      if (engine.restedFor() > REST) want(missing.slice(0, 1));
      else waiting.set(parentElement, setTimeout(whenCalm, LOOK));
    };
    if (small.length || !missing.length) want(small);
    else whenCalm();
  });
  return () => {
    giveUp();
    clearTimeout(waiting.get(parentElement));
  };
}

/**
 * Let a network read something, so that the browser has compiled its layers when the first stroke comes.
 * @param {import('./engine.js').Engine} engine @param {string} id
 */
function rehearse(engine, id) {
  const image = new Uint8Array(784).map((_, pixel) => pixel % 256);
  for (let time = 0; time < REHEARSALS; time++) setTimeout(() => engine.network(id)?.forward(image));
}
