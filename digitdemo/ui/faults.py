"""What is done where the program itself fails: the log has the reason, the visitor words in the visitor's language."""

from digitdemo.ui.door.stuck import begin_anew_if_stuck


def answer_fault(error: Exception) -> bool:
    """Say that this part of the page has failed, in place of Streamlit's own words; return that this is done."""
    begin_anew_if_stuck(error)
    from digitdemo.ui.panels.page_fault import say_fault  # here: the pages are not imported to serve them

    say_fault()
    return True
