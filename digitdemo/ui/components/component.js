// The page calls a component's script anew with every change of its data, and calls what a call has returned once the
// component has left the page. Late, it calls that of an older call, too, whose data were out of date before the script
// was loaded: what is kept for an element goes with the last call alone.

/**
 * The script of a component that keeps something for its element from call to call.
 *
 * @template Kept
 * @template {{parentElement: ParentNode}} Call
 * @param {(call: Call) => Kept} begin makes what is kept, at an element's first call
 * @param {(kept: Kept, call: Call) => void} show hears what each call tells, of the first one, too
 * @param {(kept: Kept) => void} [end] takes back what was done beside the element
 * @returns {(call: Call) => () => void}
 */
export function component(begin, show, end) {
  /** @type {WeakMap<ParentNode, {kept: Kept, calls: number}>} */
  const all = new WeakMap();
  return call => {
    const here = all.get(call.parentElement) ?? {kept: begin(call), calls: 0};
    all.set(call.parentElement, here);
    here.calls += 1;
    const number = here.calls;
    show(here.kept, call);
    return () => {
      if (!end || number !== here.calls) return;
      end(here.kept);
      all.delete(call.parentElement);
    };
  };
}

/** What has a root of its own, put in a component's element. @template {{root: Element}} View @param {ParentNode} parent @param {View} view */
export function put(parent, view) {
  parent.append(view.root);
  return view;
}
