"""The three listings as they are usually written with Keras, as a process that `bench training` times.

It knows nothing of digitdemo and leaves TensorFlow's settings as they are. Run as a file: it reads one JSON command a
line and answers each with one line.
"""

import json
import sys
import time

import keras
import numpy as np
from keras import layers

STACKS = {
    "linear": lambda: [layers.Flatten(), layers.Dense(10, activation="softmax")],
    "mlp": lambda: [
        layers.Flatten(),
        layers.Dense(512, activation="relu"),
        layers.Dense(512, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ],
    "cnn": lambda: [
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ],
}


def build(name: str, seed: int) -> keras.Model:
    """Return the compiled model of that listing: Adam at 0.001."""
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((28, 28, 1)), *STACKS[name]()])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def main(name: str, data: str) -> None:
    """Serve "epoch" (one epoch of a new model) and "until" (epochs until the test accuracy is reached)."""
    with np.load(data) as mnist:
        x_train, x_test = (mnist[key][..., np.newaxis].astype("float32") / 255 for key in ("x_train", "x_test"))
        y_train, y_test = mnist["y_train"], mnist["y_test"]
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        batch_size = command["batch_size"]
        begun = time.perf_counter()
        model = build(name, command["seed"])
        if command["do"] == "until":
            accuracy, epochs = 0.0, 0
            while accuracy < command["accuracy"] and epochs < command["most_epochs"]:
                history = model.fit(
                    x_train, y_train, batch_size=batch_size, validation_data=(x_test, y_test), verbose=0
                ).history
                accuracy, epochs = history["val_accuracy"][0], epochs + 1
            answer = {"seconds": time.perf_counter() - begun, "accuracy": accuracy, "epochs": epochs}
        else:
            # Tracing is not counted: both shapes of a batch, the full one and the last one of the epoch, are seen here.
            weights, few = model.get_weights(), batch_size + len(x_train) % batch_size
            model.fit(x_train[:few], y_train[:few], batch_size=batch_size, verbose=0)
            model.set_weights(weights)
            begun = time.perf_counter()
            model.fit(x_train, y_train, batch_size=batch_size, verbose=0)
            seconds = time.perf_counter() - begun
            accuracy = model.evaluate(x_test, y_test, batch_size=500, verbose=0)[1]
            answer = {"images_per_second": len(x_train) / seconds, "accuracy": accuracy}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
