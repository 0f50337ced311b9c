// Hands networks to the engine, and takes those away that it handed over before and is to show no more.

import {component} from '../component.js';
import {getEngine} from './engine.js';
import {unpacked} from './network.js';

/** @typedef {import('./network.js').Description} Description */
/** @typedef {(name: string, value: unknown) => void} Tell */

class Handing {
  constructor() {
    this.engine = getEngine();
    /** What the engine has of this component, by the models' ids. @type {Map<string, Description>} */
    this.own = new Map();
    /** @type {Uint8Array | null} */
    this.told = null;
  }

  /** @param {Uint8Array} data @param {Tell} tell */
  take(data, tell) {
    this.told = data;
    const networks = unpacked(data);
    for (const id of this.own.keys()) if (!(id in networks)) this.takeAway(id);
    const isLast = () => this.told === data;
    const coming = [];
    for (const [id, network] of Object.entries(networks)) {
      if (typeof network !== 'string') this.give(id, network);
      else coming.push(fetched(id, network).then(description => isLast() && this.give(id, description)));
    }
    Promise.all(coming).catch(() => isLast() && tell('unfound', true));
  }

  /** @param {string} id @param {Description} description */
  give(id, description) {
    this.engine.setNetwork(id, description);
    this.own.set(id, description);
  }

  /** @param {string} id */
  takeAway(id) {
    const description = this.own.get(id);
    if (description) this.engine.takeNetwork(id, description);
    this.own.delete(id);
  }

  end() {
    this.told = null;
    for (const id of this.own.keys()) this.takeAway(id);
  }
}

/** The network in a file. @param {string} id @param {string} address seen from the page's @returns {Promise<Description>} */
async function fetched(id, address) {
  const answer = await fetch(new URL(address, document.baseURI));
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const network = unpacked(new Uint8Array(await answer.arrayBuffer()))[id];
  if (typeof network !== 'object') throw new Error(`${address} has no network of ${id}`);
  return network;
}

export default component(
  /** @param {{data: Uint8Array, parentElement: ParentNode, setStateValue: Tell}} _ */ _ => new Handing(),
  (handing, {data, setStateValue}) => handing.take(data, setStateValue),
  handing => handing.end(),
);
