"""Gates behind the recognisers: what a claim is not of, by the words around it.

Gates of readings (`unread`, `narrowing`, `agreement`) set those aside that the words speak against: they confirm
nothing. Gates of claims (`unrecorded`, `other_days`, `other_subjects`, `idioms`, `elsewhere`) ask whether a
sentence may speak of something else: then nothing in it is refuted.
"""
