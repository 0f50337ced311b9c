"""A Keras model as a network for LiteRT whose weights are inputs: one file for all weights that it may have."""

from concurrent.futures import Future, ThreadPoolExecutor

import keras
import tensorflow as tf

# One at a time. They have a thread of their own, so that a training can begin meanwhile.
_CONVERTER = ThreadPoolExecutor(1, "converter")


def start_conversion(model: keras.Model) -> Future[bytes]:
    """Begin to make what `convert` returns."""
    return _CONVERTER.submit(convert, model)


def convert(model: keras.Model) -> bytes:
    """Return `model` for LiteRT with its weights as inputs and further outputs.

    Without weights of its own the file is small and serves every epoch. The inputs are named "image", float32
    (n, 28, 28, 1), and "weight_0", "weight_1" ... in the order of `model.weights`. The outputs are "logits" (n, 10),
    "features" (n, d), what the last layer decides by, and "maps_0" ... (n, h, w, c), one after each convolution with
    its pooling and activation.
    """
    watched = keras.Model(model.inputs[0], {"logits": model.outputs[0], **_further_outputs(model)})
    positions = {id(weight): number for number, weight in enumerate(model.weights)}

    def look(image: tf.Tensor, **given: tf.Tensor) -> dict[str, tf.Tensor]:
        def value(variable: keras.Variable) -> tf.Tensor:
            # Seeds of dropout are variables, too, but no weights, and of no use here.
            return given[f"weight_{positions[id(variable)]}"] if id(variable) in positions else variable.value

        trainable, other = (
            [value(variable) for variable in variables]
            for variables in (watched.trainable_variables, watched.non_trainable_variables)
        )
        return watched.stateless_call(trainable, other, image, training=False)[0]

    signature = {f"weight_{i}": tf.TensorSpec(w.shape, tf.float32, f"weight_{i}") for i, w in enumerate(model.weights)}
    image = tf.TensorSpec((None, 28, 28, 1), tf.float32, "image")
    graph = tf.function(look, autograph=False).get_concrete_function(image, **signature)
    return tf.lite.TFLiteConverter.from_concrete_functions([graph], watched).convert()


def _further_outputs(model: keras.Model) -> dict[str, keras.KerasTensor]:
    """Return the input of the last layer, and what follows each convolution before the next layer of another kind."""
    outputs = {"features": model.layers[-1].input}
    blocks: list[keras.KerasTensor] = []
    for layer in model.layers:
        if isinstance(layer, keras.layers.Conv2D):
            blocks.append(layer.output)
        elif blocks and len(layer.output.shape) == 4:
            blocks[-1] = layer.output
    return outputs | {f"maps_{number}": tensor for number, tensor in enumerate(blocks)}
