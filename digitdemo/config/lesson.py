"""What is trained at one click: "Teach mine" on the Play page, and the Lab's example of a model that overfits."""

from digitdemo.config.train_config import TrainConfig

# The fast CNN, for somebody who watches, and perhaps a class that waits. It reads most digits after a second, and its
# weights are few enough to be sent a few times a second: 60 kB as float16.
LESSON = TrainConfig(architecture="fast")

# A good network that was shown too few images: it knows them after some seconds and misreads new ones, which ten times
# as many images cure by the app's own verdict. All that matters is given, whatever the recipe becomes.
OVERFIT = TrainConfig(
    architecture="fast",
    dropout=0.0,
    epochs=3,
    batch_size=32,
    learning_rate=0.01,
    beta2=0.999,
    schedule="one-cycle",
    train_size=3000,
)
