import numpy as np

from digitdemo.training.batches import Batches


def test_batches_hold_each_image_once_and_say_how_many_of_the_last_count():
    batches = Batches(np.arange(10, dtype=np.int32), size=4, total=20)
    assert batches.rows.shape == (5, 4)
    assert (batches.used, batches.full) == (3, 2)
    assert batches.counts.numpy().tolist() == [4, 4, 2, 0, 0]
    assert batches.rows.numpy().ravel()[:10].tolist() == list(range(10))
