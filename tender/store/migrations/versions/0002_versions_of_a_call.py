"""versions of a call"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tender.store.database

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('call_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('reading', 'current', 'past', 'unchanged', 'failed', name='versionstate', native_enum=False, length=40), nullable=False),
    sa.Column('mode', sa.Enum('complete', 'added', name='uploadmode', native_enum=False, length=40), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('sent', sa.JSON(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('reading', sa.JSON(), nullable=True),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('replaced', sa.JSON(), nullable=False),
    sa.Column('warnings', sa.JSON(), nullable=False),
    sa.Column('created', tender.store.database.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('finished', tender.store.database.Moment(timezone=True), nullable=True),
    sa.Column('error', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['calls.id'], name=op.f('fk_call_versions_call_id_calls')),
    sa.ForeignKeyConstraint(['created_by'], ['users.id'], name=op.f('fk_call_versions_created_by_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_versions')),
    sa.UniqueConstraint('call_id', 'number', name=op.f('uq_call_versions_call_id_number'))
    )
    with op.batch_alter_table('call_versions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_versions_call_id'), ['call_id'], unique=False)
    with op.batch_alter_table('calls', schema=None) as batch_op:
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='1', nullable=False))
    with op.batch_alter_table('call_files', schema=None) as batch_op:
        batch_op.add_column(sa.Column('since', sa.Integer(), server_default='1', nullable=False))
        batch_op.add_column(sa.Column('until', sa.Integer(), nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_call_files_call_id_name'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_call_files_call_id_name_since'), ['call_id', 'name', 'since'])
    with op.batch_alter_table('pages', schema=None) as batch_op:
        batch_op.add_column(sa.Column('words', sa.LargeBinary(), nullable=True))
    with op.batch_alter_table('facts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rivals', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('review', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('gone', sa.Integer(), nullable=True))


def downgrade() -> None:
    # Before versions, a call had only its present files.
    op.execute('DELETE FROM pages WHERE file_id IN (SELECT id FROM call_files WHERE until IS NOT NULL)')
    op.execute('DELETE FROM call_files WHERE until IS NOT NULL')
    op.execute('DELETE FROM facts WHERE gone IS NOT NULL AND kept IS NULL')
    with op.batch_alter_table('facts', schema=None) as batch_op:
        batch_op.drop_column('gone')
        batch_op.drop_column('review')
        batch_op.drop_column('rivals')
    with op.batch_alter_table('pages', schema=None) as batch_op:
        batch_op.drop_column('words')
    with op.batch_alter_table('call_files', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_call_files_call_id_name_since'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_call_files_call_id_name'), ['call_id', 'name'])
        batch_op.drop_column('until')
        batch_op.drop_column('since')
    with op.batch_alter_table('calls', schema=None) as batch_op:
        batch_op.drop_column('version')
    with op.batch_alter_table('call_versions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_call_versions_call_id'))
    op.drop_table('call_versions')
