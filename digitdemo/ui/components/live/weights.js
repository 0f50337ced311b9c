// Hands networks to the engine, and takes those away that it handed over before and is to show no more.

import {getEngine} from './engine.js';
import {unpacked} from './network.js';

/** @typedef {Record<string, import('./network.js').Description>} Networks */

/** @type {WeakMap<ParentNode, Networks>} by the component's element what it has handed over */
const handed = new WeakMap();

/** @param {{data: Uint8Array, parentElement: ParentNode}} component */
export default function handOver({data, parentElement}) {
  const engine = getEngine();
  const networks = unpacked(data);
  const before = handed.get(parentElement) ?? {};
  for (const [id, description] of Object.entries(networks)) engine.setNetwork(id, description);
  for (const id of Object.keys(before)) if (!(id in networks)) engine.takeNetwork(id, before[id]);
  handed.set(parentElement, networks);
  return () => {
    for (const [id, description] of Object.entries(handed.get(parentElement) ?? {}))
      engine.takeNetwork(id, description);
    handed.delete(parentElement);
  };
}
