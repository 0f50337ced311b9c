// Hands networks to the engine, and takes those away that it handed over before and is to show no more.

import {getEngine} from './engine.js';
import {unpacked} from './network.js';

/** @typedef {import('./network.js').Description} Description */
/** @typedef {(name: string, value: unknown) => void} Tell */

/** What the engine has of each component, by its element: by the models' ids. @type {WeakMap<ParentNode, Map<string, Description>>} */
const handed = new WeakMap();
/** What each component was told last. @type {WeakMap<ParentNode, Uint8Array>} */
const told = new WeakMap();

/** @param {{data: Uint8Array, parentElement: ParentNode, setStateValue: Tell}} component */
export default function handOver({data, parentElement, setStateValue}) {
  const engine = getEngine();
  const networks = unpacked(data);
  const own = handed.get(parentElement) ?? new Map();
  handed.set(parentElement, own);
  told.set(parentElement, data);
  /** @param {string} id @param {Description} description */
  const set = (id, description) => {
    engine.setNetwork(id, description);
    own.set(id, description);
  };
  for (const [id, description] of own) {
    if (id in networks) continue;
    engine.takeNetwork(id, description);
    own.delete(id);
  }
  const isLast = () => told.get(parentElement) === data;
  const coming = [];
  for (const [id, network] of Object.entries(networks)) {
    if (typeof network !== 'string') set(id, network);
    else coming.push(fetched(id, network).then(description => isLast() && set(id, description)));
  }
  Promise.all(coming).catch(() => isLast() && setStateValue('unfound', true));
  return () => {
    for (const [id, description] of own) engine.takeNetwork(id, description);
    handed.delete(parentElement);
    told.delete(parentElement);
  };
}

/** The network in a file. @param {string} id @param {string} address seen from the page's @returns {Promise<Description>} */
async function fetched(id, address) {
  const answer = await fetch(new URL(address, document.baseURI));
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const network = unpacked(new Uint8Array(await answer.arrayBuffer()))[id];
  if (typeof network !== 'object') throw new Error(`${address} has no network of ${id}`);
  return network;
}
